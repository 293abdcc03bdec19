# Counts in x86-64 assembly (AT&T) what a register tile must not do: packed floating-point instructions that store to
# or read from the stack. Scalar moves through vector registers (vmovd, vmovq, vpextrq) and integer moves (vmovdqu)
# carry pointers and copies of arguments, not accumulators. Prints the lines, then "N multiply-adds, M spills"; REGISTER
# is the widest, whose multiply-adds are counted.
/^[A-Za-z_][A-Za-z0-9_.$]*:/ { framed = 0 }
/movq[ \t]+%rsp, %rbp/ { framed = 1 }  # only then is %rbp the frame, else any pointer
$1 ~ /^vf(n?)m(add|sub)[0-9]+ps$/ && $0 ~ "%" REGISTER { ++multiply_adds }
$1 ~ /^v[a-z0-9]+p[sd]$/ && $1 !~ /^v(extract|insert|movl|movh)p[sd]$/ && /%[xyz]mm/ {
  if (/[(]%rsp/ || (framed && /[(]%rbp/)) {
    ++spills
    print
  }
}
END { print multiply_adds + 0 " multiply-adds, " spills + 0 " spills" }

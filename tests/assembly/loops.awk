# Counts in x86-64 assembly (AT&T) what a register tile must not do: packed floating-point instructions that store to or
# read from the stack inside an innermost loop that multiplies and adds. Outside of it sums may well lie in memory.
# Scalar moves through vector registers (vmovd, vmovq, vpextrq) and integer moves (vmovdqu) carry pointers and copies of
# arguments, not accumulators. Prints the lines, then "N multiply-adds, M spills in L loops"; REGISTER is the widest,
# whose multiply-adds are counted. With SHOW=1 it prints each of those loops whole, with its counts (bench/asm.sh).
function is_multiply_add(s) { return s ~ /vf(n?)m(add|sub)[0-9]+ps/ && s ~ "%" REGISTER }
function show_loop(first, last, adds,    i, name, all, loads, spilt, text) {
  for (i = first; i <= last; ++i) {
    if (line[i] !~ /^[ \t]+[a-z]/) continue
    ++all
    text = text line[i] "\n"
    split(line[i], word, /[ \t]+/)
    name = word[2]
    if (is_multiply_add(line[i])) { if (line[i] ~ /[(]/) ++loads }
    else if (name ~ /^v(mov|broadcast)/ && line[i] ~ /[)], *%/) ++loads
    if (spill[i]) ++spilt
  }
  printf "\n%s\n%s%d instructions: %d multiply-adds (%.2f instructions each), %d loads, %d spills\n", \
    in_function, text, all, adds, all / adds, loads, spilt
}
function close_loop(first, last,    i, adds) {
  for (i = first; i <= last; ++i) adds += is_multiply_add(line[i])
  if (adds == 0) return
  ++loops
  if (SHOW) show_loop(first, last, adds)
  for (i = first; i <= last; ++i)
    if (spill[i]) { ++spills; if (!SHOW) print line[i] }
}
{ line[NR] = $0 }
/^[A-Za-z_][A-Za-z0-9_.$]*:/ { framed = 0; inner = 0; in_function = substr($1, 1, index($1, ":") - 1) }
/^[.A-Za-z0-9_$]+:/ { at[substr($1, 1, index($1, ":") - 1)] = NR }
/movq[ \t]+%rsp, %rbp/ { framed = 1 }  # only then is %rbp the frame, else any pointer
is_multiply_add($0) { ++multiply_adds }
$1 ~ /^v[a-z0-9]+p[sd]$/ && $1 !~ /^v(extract|insert|movl|movh)p[sd]$/ && /%[xyz]mm/ && (/[(]%rsp/ || (framed && /[(]%rbp/)) { spill[NR] = 1 }
# A jump back ends a loop; it is an innermost one if no other loop ended since its label.
$1 ~ /^j/ && ($2 in at) {
  if (at[$2] > inner) close_loop(at[$2], NR)
  inner = at[$2] > inner ? at[$2] : inner
}
END { print multiply_adds + 0 " multiply-adds, " spills + 0 " spills in " loops + 0 " loops" }

# Prints the instructions of the function FUNCTION of an assembly file, without the numbers of its labels.
$0 ~ "^" FUNCTION ":" { inside = 1; next }
inside && /^[ \t]*\.cfi_endproc/ { exit }
inside && /^[ \t]+[a-z]/ {
  gsub(/\.L[A-Z]*[0-9]+/, "L")
  print
}

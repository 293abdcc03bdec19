# Turns the code blocks of docstrings ("///     code;") into functions to compile. (Those of the README and of docs/ are typed by
# tests/consumers.)
function finish() {
  if (block != "" && is_code) body[++n] = "// " where "\n" block
  block = ""; is_code = 0
}
FNR == 1 { finish() }
/^ *\/\/\/     / {
  if (block == "") where = FILENAME ":" FNR
  line = $0; sub(/^ *\/\/\/     /, "", line)
  if (line ~ /;( +\/\/.*)?$/) is_code = 1  # a formula in words may hold a semicolon, too
  block = block line "\n"
  next
}
{ finish() }
END {
  finish()
  print "#include \"context.hpp\""
  for (i = 1; i <= n; ++i) print "void snippet_" i "() {\n" body[i] "}\n"
  print "inline constexpr int snippets = " n ";\nstatic_assert(snippets >= 12);"
}

# Turns the code blocks of docstrings ("///     code;") and of README.md ("```cpp") into functions to compile. The
# README's first block is a whole program, which readme.cmake compares with its file.
function finish() {
  if (block != "" && is_code) body[++n] = "// " where "\n" block
  block = ""; is_code = 0
}
FNR == 1 { finish(); fenced = 0; fences = 0 }
FILENAME ~ /README/ {
  if ($0 ~ /^```/) {
    if (fenced) { finish(); fenced = 0 }
    else if ($0 ~ /^```cpp/ && ++fences > 1) { fenced = 1; is_code = 1; where = FILENAME ":" FNR }
    next
  }
  if (fenced && $0 ~ /^#include/) { if (!($0 in seen)) { seen[$0] = 1; print } }
  else if (fenced) block = block $0 "\n"
  next
}
/^ *\/\/\/     / {
  if (block == "") where = FILENAME ":" FNR
  line = $0; sub(/^ *\/\/\/     /, "", line)
  if (line ~ /;/) is_code = 1
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

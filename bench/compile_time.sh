#!/usr/bin/env bash
# Times and weighs the compiler on the translation units that users meet: seconds and megabytes, the median of three.
# Usage: bash bench/compile_time.sh [COMPILER...]     (default: g++ and clang++-19, those that are there)
set -euo pipefail
command -v time >/dev/null || { echo "GNU time was not found. On Debian: apt-get install time" >&2; exit 1; }
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- g++ clang++-19
echo '#include <cincel/inference.hpp>' >"$work/include.cpp"
printf '#include "%s/examples/fashion_mnist.hpp"\n#include <cincel/inference.hpp>\n%s\n' "$PWD" \
  'const float* predict(cincel::Inference<FashionNet>& n, const float* x) { return n.predict(std::span<const float, 784>(x, 784)).data(); }' \
  >"$work/inference.cpp"
cp examples/fashion_mnist_train.cpp examples/fashion_mnist.hpp "$work/"

# unit COMPILER NAME FILE: median of three runs by seconds.
unit() {
  for _ in 1 2 3; do
    command time -f '%e %M' "$1" -std=c++20 -O3 -march=x86-64-v3 -Iinclude -c "$3" -o "$work/out.o" 2>&1
  done | sort -n | sed -n 2p | {
    read -r seconds kilobytes
    printf '%-12s %-44s %6s s %6d MB\n' "$1" "$2" "$seconds" $((kilobytes / 1024))
  }
}

for compiler; do
  command -v "$compiler" >/dev/null || { echo "$compiler is not here"; continue; }
  unit "$compiler" "#include <cincel/inference.hpp>" "$work/include.cpp"
  unit "$compiler" "inference of the Fashion-MNIST network" "$work/inference.cpp"
  unit "$compiler" "training of the Fashion-MNIST network" "$work/fashion_mnist_train.cpp"
done

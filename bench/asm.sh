#!/usr/bin/env bash
# Shows the innermost loops that multiply and add in the code of a network, with counts of their instructions.
# Usage: bash bench/asm.sh [--level v3|v4] [--compiler CXX] [--header FILE] [NETWORK]
#   NETWORK   a C++ type; default: a 3x3 convolution of 64 channels. `using namespace cincel` holds.
#   --header  included before it, for networks of one's own
set -euo pipefail
cd "$(dirname "$0")/.."
. cmake/dependencies.sh
level=v3 compiler=${CXX:-g++} header='' network='Sequential<Input<56, 56, 64>, Conv2D<64, 3, Same>>'
fail() { echo "asm.sh: $*" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case $1 in
    --level | --compiler | --header)
      [ $# -gt 1 ] || fail "$1 needs a value"
      case $1 in --level) level=$2 ;; --compiler) compiler=$2 ;; --header) header=$(realpath -m "$2") ;; esac
      shift 2 ;;
    --*) fail "unknown option $1; known are --level, --compiler, --header" ;;
    *) network=$1; shift ;;
  esac
done
case $level in
  v3) register=ymm ;;
  v4) register=zmm ;;
  *) fail "--level is v3 or v4, not $level" ;;
esac
[ -z "$header" ] || [ -f "$header" ] || fail "there is no $header"
install_missing build
command -v "$compiler" >/dev/null || fail "there is no compiler $compiler"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
{
  [ -z "$header" ] || echo "#include \"$header\""
  echo '#include <cincel/inference.hpp>'
  echo '#include <cincel/zoo.hpp>'
  echo 'using namespace cincel;'
  echo "using Shown = $network;"
  echo 'void run(const Memory<float>& m) { Program<Shown, native_pack>::run(m); }'
} >"$work/shown.cpp"
"$compiler" -std=c++20 -O3 -DNDEBUG -fomit-frame-pointer "-march=x86-64-$level" -Iinclude -S -o "$work/shown.s" "$work/shown.cpp"
awk -v REGISTER=$register -v SHOW=1 -f tests/assembly/loops.awk "$work/shown.s" | c++filt

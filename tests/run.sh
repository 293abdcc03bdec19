#!/usr/bin/env bash
# Installs what is missing (Debian), builds, and runs all tests. Usage: bash tests/run.sh [--quick | --full]
# --quick: the tests of the label quick alone, a few minutes. --full: also those that are left out otherwise, and the
# examples, which examples/run.sh builds.
# Environment: CXX (the compiler), BUILD_DIR (build/test-$CXX), BUILD_TYPE (Release), CMAKE_ARGS.
set -euo pipefail
cd "$(dirname "$0")/.."
tier=${1:-}
case $tier in
  "" | --quick | --full) ;;
  *) echo "run.sh: unknown option $tier; known are --quick, --full" >&2; exit 2 ;;
esac
. cmake/dependencies.sh
install_missing build test
full=OFF
target=all
labels=()
[ "$tier" != --full ] || full=ON
[ "$tier" != --quick ] || { target=quick_tests; labels=(-L quick); }
compiler=${CXX:-c++}
build=${BUILD_DIR:-build/test-$(basename "$compiler")}
echo "== configuring $build"
# shellcheck disable=SC2046,SC2086
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE="${BUILD_TYPE:-Release}" -DCMAKE_CXX_COMPILER="$compiler" \
  -DCINCEL_BUILD_TESTS=ON -DCINCEL_FULL_TESTS=$full -DCINCEL_BUILD_EXAMPLES=$full $(launcher) ${CMAKE_ARGS:-}
echo "== building"
cmake --build "$build" -j "$(nproc)" --target "$target"
echo "== testing"
ctest --test-dir "$build" "${labels[@]}" --output-on-failure -j "$(nproc)"

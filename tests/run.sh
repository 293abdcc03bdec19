#!/usr/bin/env bash
# Installs what is missing (Debian), builds, and runs all tests. Usage: bash tests/run.sh
# Environment: CXX (the compiler), BUILD_DIR (build/test-$CXX), BUILD_TYPE (Release), CMAKE_ARGS.
set -euo pipefail
cd "$(dirname "$0")/.."
. cmake/dependencies.sh
install_missing build test
compiler=${CXX:-c++}
build=${BUILD_DIR:-build/test-$(basename "$compiler")}
echo "== configuring $build"
# shellcheck disable=SC2046,SC2086
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE="${BUILD_TYPE:-Release}" -DCMAKE_CXX_COMPILER="$compiler" \
  -DCINCEL_BUILD_TESTS=ON $(launcher) ${CMAKE_ARGS:-}
echo "== building"
cmake --build "$build" -j "$(nproc)"
echo "== testing"
ctest --test-dir "$build" --output-on-failure -j "$(nproc)"

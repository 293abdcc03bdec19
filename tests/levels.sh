#!/usr/bin/env bash
# The laws of every layer and operator, the ways to compute them, and calls of several samples, at every level: each
# instruction set of x86-64 that this machine has, the scalar twin, and 64-bit ARM under qemu. One line for each level.
# Usage: bash tests/levels.sh [LEVEL...]; the levels are x86-64, x86-64-v2, x86-64-v3, x86-64-v4, scalar, aarch64.
# Environment: CXX (g++), WORK (build/levels). Fails if a level does, and names those that this machine cannot run.
set -euo pipefail
cd "$(dirname "$0")/.."
. cmake/dependencies.sh
install_missing build test
work=${WORK:-$PWD/build/levels}
sources=(tests/layers/*_test.cpp tests/winograd_test.cpp tests/few_channels_test.cpp tests/batch_inference_test.cpp
  tests/short_weights_test.cpp tests/augment/vector_effects_test.cpp tests/main.cpp)
levels=("$@")
[ $# -gt 0 ] || levels=(x86-64 x86-64-v2 x86-64-v3 x86-64-v4 scalar aarch64)

# What each level takes: the compiler, its options, and what runs the program.
compiler_of() { if [ "$1" = aarch64 ]; then echo aarch64-linux-gnu-g++; else echo "${CXX:-g++}"; fi; }
options_of() {
  case $1 in
    scalar) echo -march=native -DCINCEL_SCALAR ;;
    aarch64) ;;
    *) echo "-march=$1" ;;
  esac
}
runner_of() { if [ "$1" = aarch64 ]; then echo qemu-aarch64 -L /usr/aarch64-linux-gnu; fi; }
# Why this machine cannot run a level; nothing if it can.
obstacle_to() {
  local flag=
  case $1 in
    scalar) return ;;
    aarch64)
      command -v aarch64-linux-gnu-g++ qemu-aarch64 >/dev/null && return
      echo "apt-get install $(packages_for cross)"
      return ;;
    x86-64) flag=sse2 ;;
    x86-64-v2) flag=sse4_2 ;;
    x86-64-v3) flag=avx2 ;;
    x86-64-v4) flag=avx512dq ;;
    *) echo "levels.sh: unknown level $1" >&2; exit 2 ;;
  esac
  grep -qw "$flag" /proc/cpuinfo || echo "the processor has no $flag"
}

failed=0 lines=()
for level in "${levels[@]}"; do
  obstacle=$(obstacle_to "$level")
  if [ -n "$obstacle" ]; then lines+=("$level: not here: $obstacle"); continue; fi
  echo "== $level"
  mkdir -p "$work/$level"
  rm -f "$work/$level"/*.o
  start=$SECONDS answer=
  read -r -a command <<<"$(command -v ccache) $(compiler_of "$level") $(options_of "$level")"
  command+=(-std=c++20 -O1 -Iinclude -Itests '-DCINCEL_REFERENCE="tests/reference"')
  # shellcheck disable=SC2016
  if printf '%s\0' "${sources[@]}" | objects=$work/$level xargs -0 -P "$(nproc)" -I{} \
    sh -c 'exec "$@" -c "$0" -o "$objects/$(basename "$0").o"' {} "${command[@]}" &&
    "$(compiler_of "$level")" "$work/$level"/*.o -pthread -o "$work/$level/laws"; then
    # shellcheck disable=SC2046
    $(runner_of "$level") "$work/$level/laws" >"$work/$level/log" 2>&1 || { failed=1; tail -n 40 "$work/$level/log"; }
    answer=$(sed -n 's/^\[doctest\] assertions: *//p' "$work/$level/log")
  else
    failed=1
  fi
  lines+=("$level: ${answer:-FAILED}, $((SECONDS - start)) s")
done
printf '%s\n' "${lines[@]}"
exit "$failed"

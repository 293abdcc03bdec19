#!/usr/bin/env bash
# Fuzzes the readers of files under the address and undefined-behaviour sanitizers.
# Usage: bash tests/fuzz/run.sh [SECONDS [TARGET...]]   (60 seconds of each target; targets are safetensors, idx,
# packed, inspect, pgm, thesaurus). What it finds goes to build/fuzz/findings; new inputs that reach new code to build/fuzz/corpus.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(safetensors idx packed inspect pgm thesaurus)
compiler=${CXX:-clang++-19}
command -v "$compiler" >/dev/null || { echo "fuzzing needs clang: apt-get install clang-19 libclang-rt-19-dev" >&2; exit 1; }
cmake -S . -B build/fuzz -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER="$compiler" -DCINCEL_FUZZ=ON >/dev/null
cmake --build build/fuzz --target "${targets[@]/#/fuzz_}"
for target in "${targets[@]}"; do
  mkdir -p "build/fuzz/corpus/$target" build/fuzz/findings
  echo "== $target, $seconds s"
  "build/fuzz/tests/fuzz/fuzz_$target" "build/fuzz/corpus/$target" "tests/fuzz/corpus/$target" -max_total_time="$seconds" \
    -max_len=16384 -timeout=10 -rss_limit_mb=2048 -artifact_prefix="build/fuzz/findings/$target-" -print_final_stats=1 2>&1 |
    grep -E "^==|ERROR|SUMMARY|stat::(number_of_executed_units|new_units_added|peak_rss_mb)|^artifact|DONE" ||
    { echo "$target failed" >&2; exit 1; }
done

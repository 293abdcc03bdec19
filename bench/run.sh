#!/usr/bin/env bash
# Installs what is missing (Debian), builds the benchmark suite, measures, and writes bench/results/latest.json, Google
# Benchmark's own google_benchmark.json and the page index.html beside it.
# Usage: bash bench/run.sh [OPTION...]
#   --quick          the well-known networks alone, few and short repetitions: below three minutes once it is built
#   --filter REGEX   only rows whose name it meets: 'net/resnet', 'layer/conv3x3', '^train/', 'tiny'
#   --threads N      threads of the rows that can use several (default: one, and all cores)
#   --peers          also oneDNN, OpenCV, dlib, Eigen, PyTorch and SciPy, in turn; and ONNX Runtime, which Debian has from 13 on:
#                    on 12 it runs from a tree of Debian 13 that CINCEL_PEERS_TREE names (bench/peers/README.md)
#   --compiler CXX   default: c++
#   --level LEVEL    x86-64, x86-64-v2, x86-64-v3, x86-64-v4; default: the highest that this machine has
#   --compile-time   also times the compiler (bench/compile_time.sh); the next run's results have no such times
#   --figures        also writes the numbers of README.md, the tables of docs/figures.md and, with Chromium, the picture of
#                    the page; times the compiler for them, and leaves all as they are if a page needs a row that is not there
#   --list           only prints the names of the rows
# Environment: BUILD_DIR (build/bench-$CXX), RESULTS (bench/results).
set -euo pipefail
cd "$(dirname "$0")/.."
. cmake/dependencies.sh
command="bash bench/run.sh $*"
compiler=${CXX:-c++} level=native program=bench peers='' compile_time='' figures='' filter='' arguments=()
fail() { echo "run.sh: $*" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case $1 in
    --quick) program=bench_quick; arguments+=(--quick) ;;
    --peers) peers=yes ;;
    --compile-time) compile_time=yes ;;
    --figures) figures=yes compile_time=yes ;;
    --list) arguments+=(--list) ;;
    --filter | --threads | --compiler | --level)
      [ $# -gt 1 ] || fail "$1 needs a value"
      case $1 in
        --compiler) compiler=$2 ;;
        --level) level=$2 ;;
        *)
          [ "$1" != --filter ] || filter=$2
          arguments+=("$1" "$2") ;;
      esac
      shift ;;
    *) fail "unknown option $1; known are --quick, --filter, --threads, --peers, --compiler, --level, --compile-time, --figures, --list" ;;
  esac
  shift
done
[ -z "$figures" ] || [ -z "$filter" ] || fail "--figures needs the rows that --filter $filter leaves out"
install_missing build bench tools
[ -z "$peers" ] || install_missing peers
command -v "$compiler" >/dev/null || fail "there is no compiler $compiler"
build=${BUILD_DIR:-build/bench-$(basename "$compiler")} results=${RESULTS:-bench/results}
echo "== configuring $build"
# shellcheck disable=SC2046
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER="$compiler" -DCINCEL_ARCHITECTURE="$level" \
  -DCINCEL_BUILD_BENCHMARKS=ON -DCINCEL_BUILD_TESTS=OFF -DCINCEL_BUILD_EXAMPLES=OFF $(launcher) >/dev/null
echo "== building"
cmake --build "$build" -j "$(nproc)" --target "$program"
if [ -n "$peers" ]; then
  echo "== peers"
  cmake --build "$build" -j "$(nproc)" --target peers
  export CINCEL_PEERS_MODELS="${CINCEL_PEERS_MODELS:-$PWD/build/peers_models}"
  mapfile -t scripts < <(grep -lE '^peer[.]Peer[(].*[.]serve[(][)]$' bench/peers/*.py)
  for peer in "$build"/bench/peers/peer_* "${scripts[@]}"; do
    if [ -f "$peer" ] && [ -x "$peer" ]; then arguments+=(--peer "$peer"); fi
  done
fi
if commit=$(git rev-parse --short HEAD 2>/dev/null); then
  arguments+=(--commit "$commit")
  git diff --quiet HEAD 2>/dev/null || arguments+=(--dirty)
fi
echo "== measuring"
"$build/bench/$program" --folder "$results" --command "$command" "${arguments[@]}"
case " ${arguments[*]} " in *" --list "*) exit 0 ;; esac
if [ -n "$compile_time" ]; then
  echo "== timing the compiler"
  bash bench/compile_time.sh --json "$results/latest.json"
fi
if command -v python3 >/dev/null; then
  python3 bench/page.py "$results/latest.json" "$results/index.html"
  echo "$results/index.html is the page"
else
  echo "There is no python3, so no page was made."
fi
[ -n "$figures" ] || exit 0
python3 bench/readme_figures.py "$results/latest.json" README.md docs/figures.md
if command -v chromium >/dev/null; then
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1100,1500 \
    --screenshot=docs/benchmark-page.png "file://$(realpath "$results/index.html")" 2>/dev/null
else
  echo "There is no chromium, so docs/benchmark-page.png is that of another run."
fi

#!/usr/bin/env bash
# Augmentation of pictures, sounds and texts: installs what is missing (Debian), builds, shows what policies do, measures
# them, and trains small networks without and with a policy, five seeds each. The last line is for machines. It takes about
# a quarter of an hour on two cores. Usage: bash examples/augment.sh
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -eq 0 ] || { echo "augment.sh: takes no options" >&2; exit 2; }
. cmake/dependencies.sh
install_missing build example sound text scipy
build=build/examples
echo "== building"
# shellcheck disable=SC2046
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCINCEL_BUILD_TESTS=OFF $(launcher) >/dev/null
cmake --build "$build" -j "$(nproc)" --target augment_speed augment_fashion
# last LOG: the last line of a program's output, for machines.
last() { tail -n 1 "$1"; }
echo "== speed on one core"
speed=$("$build/examples/augment_speed")
echo "$speed"
scipy=$(/usr/bin/python3 examples/augment_scipy.py)
ratio=$(awk -v s="$speed" -v p="$scipy" 'BEGIN { split(s, a, /[= ]/); printf "%.1f", a[2] / p }')
echo "scipy.ndimage: $scipy images a second, 1 / $ratio"
echo "== pictures"
"$build/examples/augment_fashion" | tee "$build/augment_fashion.log"
echo "== sounds"
bash examples/augment_audio.sh | tee "$build/augment_audio.log"
echo "== texts"
bash examples/augment_text.sh | tee "$build/augment_text.log"
echo "result $speed scipy_ratio=$ratio $(last "$build/augment_fashion.log") $(last "$build/augment_audio.log") $(last "$build/augment_text.log")"

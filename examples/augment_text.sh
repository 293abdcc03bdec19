#!/usr/bin/env bash
# Augmentation of texts: installs what is missing (Debian), builds, shows what a policy does to a few texts, and trains a
# small network on WordNet's explanations without it and with it, five seeds. The last line is for machines.
# Usage: bash examples/augment_text.sh [--seeds N] [--data FOLDER] [--validate]
set -euo pipefail
cd "$(dirname "$0")/.."
. cmake/dependencies.sh
install_missing build text
build=build/examples
# shellcheck disable=SC2046
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCINCEL_BUILD_TESTS=OFF $(launcher) >/dev/null
cmake --build "$build" -j "$(nproc)" --target augment_text
"$build/examples/augment_text" --preview "$@"

#!/usr/bin/env bash
# The main job on real data: installs what is missing (Debian), builds, trains the Fashion-MNIST network, embeds it in
# a stand-alone classifier, classifies test images, measures. The last line is for machines.
# Usage: bash examples/run.sh [--epochs N] [--seed N] [--threads N] [--data DIR]
set -euo pipefail
cd "$(dirname "$0")/.."
data=/usr/share/datasets/fashion-mnist
arguments=("$@")
while [ $# -gt 0 ]; do
  case $1 in
    --epochs | --seed | --threads | --data)
      [ $# -ge 2 ] || { echo "run.sh: $1 needs a value" >&2; exit 2; }
      [ "$1" = --data ] && data=$2
      shift 2 ;;
    *) echo "run.sh: unknown option $1; known are --epochs, --seed, --threads, --data" >&2; exit 2 ;;
  esac
done
. cmake/dependencies.sh
install_missing build
[ "$data" = /usr/share/datasets/fashion-mnist ] && install_missing example
ls "$data"/t10k-images-idx3-ubyte* >/dev/null 2>&1 || { echo "run.sh: $data holds no t10k-images-idx3-ubyte[.gz]" >&2; exit 1; }

build=build/examples
out=$PWD/$build/fashion_mnist.safetensors
configure() {
  # shellcheck disable=SC2046
  cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCINCEL_BUILD_TESTS=OFF $(launcher) "$@"
}
echo "== building"
configure -DCINCEL_FASHION_WEIGHTS= >/dev/null
cmake --build "$build" -j "$(nproc)" --target fashion_mnist_train
echo "== training"
"$build/examples/fashion_mnist_train" --out "$out" "${arguments[@]}" | tee "$build/train.log"
echo "== embedding"
configure -DCINCEL_FASHION_WEIGHTS="$out" >/dev/null
cmake --build "$build" -j "$(nproc)" --target fashion_mnist_classify
echo "== classifying"
for part in images-idx3 labels-idx1; do
  file=$data/t10k-$part-ubyte
  if [ -e "$file" ]; then cp "$file" "$build/t10k-$part"; else gzip -dc "$file.gz" > "$build/t10k-$part"; fi
done
binary=$build/examples/fashion_mnist_classify
"$binary" --labels "$build/t10k-labels-idx1" "$build/t10k-images-idx3" 0 1 2
echo "== measuring"
trained=$(tail -n 1 "$build/train.log")
measured=$("$binary" --measure)
field() { sed -n "s/.*$2=\([^ ]*\).*/\1/p" <<<"$1"; }
echo "result test_accuracy=$(field "$trained" test_accuracy) test_loss=$(field "$trained" test_loss)" \
  "epoch_seconds=$(field "$trained" epoch_seconds) latency_us=$(field "$measured" latency_us)" \
  "limit_us=$(field "$measured" limit_us) binary_bytes=$(stat -c %s "$binary") seed=$(field "$trained" seed)"

#!/usr/bin/env bash
# Times and weighs the compiler on the translation units that users meet: seconds and megabytes, the median of three.
# Usage: bash bench/compile_time.sh [--zoo] [COMPILER...]     (default: g++ and clang++-19, those that are there)
# --zoo: a table of all architectures instead, checking alone and inference at -O3, one run each.
set -euo pipefail
command -v time >/dev/null || { echo "GNU time was not found. On Debian: apt-get install time" >&2; exit 1; }
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
zoo=
[ "${1:-}" != --zoo ] || { zoo=yes; shift; }
[ $# -gt 0 ] || set -- g++ clang++-19
echo '#include <cincel/inference.hpp>' >"$work/include.cpp"
printf '#include "%s/examples/fashion_mnist.hpp"\n#include <cincel/inference.hpp>\n%s\n' "$PWD" \
  'const float* predict(cincel::Inference<FashionNet>& n, const float* x) { return n.predict(std::span<const float, 784>(x, 784)).data(); }' \
  >"$work/inference.cpp"
cp examples/fashion_mnist_train.cpp examples/fashion_mnist.hpp examples/fashion_mnist_data.hpp "$work/"

# unit COMPILER NAME FILE: median of three runs by seconds.
unit() {
  for _ in 1 2 3; do
    command time -f '%e %M' "$1" -std=c++20 -O3 -march=x86-64-v3 -Iinclude -c "$3" -o "$work/out.o" 2>&1
  done | sort -n | sed -n 2p | {
    read -r seconds kilobytes
    printf '%-12s %-44s %6s s %6d MB\n' "$1" "$2" "$seconds" $((kilobytes / 1024))
  }
}

# architecture COMPILER NAME HEADER: user seconds and megabytes to check a network, and to compile its inference.
architecture() {
  printf '#include <cincel/inference.hpp>\n#include <cincel/zoo/%s.hpp>\nusing Net = cincel::zoo::%s;\n' "$3" "$2" >"$work/check.cpp"
  cp "$work/check.cpp" "$work/infer.cpp"
  echo 'static_assert(Net::output_shape.rank > 0);' >>"$work/check.cpp"
  echo 'void predict(cincel::Inference<Net>& n, const float* x, const float** y) { *y = n.predict(std::span<const float, cincel::Inference<Net>::inputs>(x, cincel::Inference<Net>::inputs)).data(); }' >>"$work/infer.cpp"
  local check infer
  check=$(command time -f '%U %M' "$1" -std=c++20 -Iinclude -fsyntax-only "$work/check.cpp" 2>&1)
  infer=$(command time -f '%U %M' "$1" -std=c++20 -O3 -march=x86-64-v3 -Iinclude -c "$work/infer.cpp" -o "$work/out.o" 2>&1)
  printf '%-12s %-20s check %5s s %4d MB   inference at -O3 %6s s %4d MB\n' "$1" "$2" "${check% *}" $((${check#* } / 1024)) \
    "${infer% *}" $((${infer#* } / 1024))
}

if [ -n "$zoo" ]; then
  for compiler; do
    while read -r header names; do
      for name in $names; do architecture "$compiler" "$name" "$header"; done
    done <<'END'
lenet LeNet5<>
alexnet AlexNet<>
vgg VGG16<> VGG19<>
googlenet GoogLeNet<>
resnet ResNet18<> ResNet34<> ResNet50<> ResNet101<> ResNet152<>
densenet DenseNet121<> DenseNet161<> DenseNet169<> DenseNet201<> DenseNet264<>
mobilenet MobileNetV1<> MobileNetV2<> MobileNetV3Small<> MobileNetV3Large<>
efficientnet EfficientNetB0<> EfficientNetB1<> EfficientNetB2<> EfficientNetB3<> EfficientNetB4<> EfficientNetB5<> EfficientNetB6<> EfficientNetB7<>
unet UNet<>
END
  done
  exit 0
fi
for compiler; do
  command -v "$compiler" >/dev/null || { echo "$compiler is not here"; continue; }
  unit "$compiler" "#include <cincel/inference.hpp>" "$work/include.cpp"
  unit "$compiler" "inference of the Fashion-MNIST network" "$work/inference.cpp"
  unit "$compiler" "training of the Fashion-MNIST network" "$work/fashion_mnist_train.cpp"
done

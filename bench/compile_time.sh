#!/usr/bin/env bash
# Times and weighs the compiler on the translation units that users meet: seconds and megabytes, the median of three.
# Usage: bash bench/compile_time.sh [--json FILE] [--zoo] [COMPILER...]   (default: g++ and clang++-19, if they are there)
# --json: also writes the table into results of run.sh, as "compile_time".
# --zoo: a table of all architectures instead, in Markdown: user seconds and megabytes to check each and to compile its
# inference at -O3, one run each.
set -euo pipefail
command -v time >/dev/null || { echo "GNU time was not found. On Debian: apt-get install time" >&2; exit 1; }
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
zoo='' json=''
if [ "${1:-}" = --json ]; then
  [ -f "${2:-}" ] || { echo "compile_time.sh: --json: there is no file ${2:-}" >&2; exit 2; }
  command -v python3 >/dev/null || { echo "compile_time.sh: --json needs python3" >&2; exit 1; }
  json=$2
  shift 2
fi
[ "${1:-}" != --zoo ] || { zoo=yes; shift; }
[ $# -gt 0 ] || set -- g++ clang++-19
echo '#include <cincel/inference.hpp>' >"$work/include.cpp"
printf '#include "%s/examples/fashion_mnist.hpp"\n#include <cincel/inference.hpp>\n%s\n' "$PWD" \
  'const float* predict(cincel::Inference<FashionNet>& n, const float* x) { return n.predict(std::span<const float, 784>(x, 784)).data(); }' \
  >"$work/inference.cpp"
printf '#include <cincel/zoo/resnet.hpp>\n#include <cincel/inference.hpp>\n%s\n%s\n' 'using Net = cincel::zoo::ResNet50<>;' \
  'const float* predict(cincel::Inference<Net>& n, const float* x) { return n.predict(std::span<const float, cincel::Inference<Net>::inputs>(x, cincel::Inference<Net>::inputs)).data(); }' \
  >"$work/resnet50.cpp"
cp examples/fashion_mnist_train.cpp examples/fashion_mnist.hpp examples/fashion_mnist_data.hpp "$work/"

# unit COMPILER NAME FILE: median of three runs by seconds.
unit() {
  for _ in 1 2 3; do
    command time -f '%e %M' "$1" -std=c++20 -O3 -march=x86-64-v3 -Iinclude -c "$3" -o "$work/out.o" 2>&1
  done | sort -n | sed -n 2p | {
    read -r seconds kilobytes
    printf '%-12s %-44s %6s s %6d MB\n' "$1" "$2" "$seconds" $((kilobytes / 1024))
    printf '%s %s\t%s\t%s\t%d\n' "$1" "$("$1" -dumpfullversion 2>/dev/null || "$1" -dumpversion)" "$2" "$seconds" \
      $((kilobytes / 1024)) >>"$work/table"
  }
}

# cell COMMAND...: user seconds and megabytes of one run.
cell() {
  command time -f '%U %M' "$@" 2>&1 | {
    read -r seconds kilobytes
    printf ' %s s, %d MB |' "$seconds" $((kilobytes / 1024))
  }
}

# architecture NAME HEADER COMPILER...: a row of the table.
architecture() {
  local name=$1 header=$2 compiler
  shift 2
  printf '#include <cincel/inference.hpp>\n#include <cincel/zoo/%s.hpp>\nusing Net = cincel::zoo::%s;\n' "$header" "$name" >"$work/check.cpp"
  cp "$work/check.cpp" "$work/infer.cpp"
  echo 'static_assert(Net::parameter_count > 0 && Net::output_shape.rank > 0);' >>"$work/check.cpp"
  echo 'void predict(cincel::Inference<Net>& n, const float* x, const float** y) { *y = n.predict(std::span<const float, cincel::Inference<Net>::inputs>(x, cincel::Inference<Net>::inputs)).data(); }' >>"$work/infer.cpp"
  printf '| %s |' "$name"
  for compiler; do
    cell "$compiler" -std=c++20 -Iinclude -fsyntax-only "$work/check.cpp"
    cell "$compiler" -std=c++20 -O3 -march=x86-64-v3 -Iinclude -c "$work/infer.cpp" -o "$work/out.o"
  done
  echo
}

# together COMPILER...: three large networks in one unit, and the headers alone.
together() {
  local unit compiler
  printf '#include <cincel/zoo/%s.hpp>\n' resnet densenet efficientnet >"$work/headers.cpp"
  cp "$work/headers.cpp" "$work/three.cpp"
  for unit in 'ResNet152<>' 'DenseNet201<>' 'EfficientNetB7<>'; do
    printf 'static_assert(cincel::zoo::%s::parameter_count > 0 && cincel::zoo::%s::output_shape.rank > 0);\n' "$unit" "$unit" >>"$work/three.cpp"
  done
  for unit in headers three; do
    printf '| %s |' "$([ $unit = three ] && echo 'ResNet152<>, DenseNet201<> and EfficientNetB7<>' || echo 'the headers of the next row')"
    for compiler; do cell "$compiler" -std=c++20 -Iinclude -fsyntax-only "$work/$unit.cpp"; printf ' |'; done
    echo
  done
}

if [ -n "$zoo" ]; then
  printf '| |'; for compiler; do printf ' check, %s | inference, %s |' "$compiler" "$compiler"; done; echo
  printf '|---|'; for _ in "$@"; do printf -- '---|---|'; done; echo
  together "$@"
  while read -r header names; do
    for name in $names; do architecture "$name" "$header" "$@"; done
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
  exit 0
fi
for compiler; do
  command -v "$compiler" >/dev/null || { echo "$compiler is not here"; continue; }
  unit "$compiler" "#include <cincel/inference.hpp>" "$work/include.cpp"
  unit "$compiler" "inference of the Fashion-MNIST network" "$work/inference.cpp"
  unit "$compiler" "training of the Fashion-MNIST network" "$work/fashion_mnist_train.cpp"
  unit "$compiler" "inference of ResNet-50" "$work/resnet50.cpp"
done
[ -z "$json" ] || python3 - "$json" "$work/table" <<'END'
import json, os, sys
path, table = sys.argv[1:]
with open(path) as f:
    results = json.load(f)
keys = ("compiler", "unit", "seconds", "megabytes")
rows = [dict(zip(keys, line.rstrip("\n").split("\t"))) for line in open(table)]
results["compile_time"] = [r | {"seconds": float(r["seconds"]), "megabytes": int(r["megabytes"])} for r in rows]
with open(path + ".new", "w") as f:
    json.dump(results, f, indent=1)
os.replace(path + ".new", path)
END

// expect: Force: conv2d cannot be computed by "int8", but by
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 1>, Conv2D<8, 3>, Force<"conv2d", "int8">>;
Inference<Net>* net = nullptr;
auto size = sizeof(*net);

// expect: layer 1, MaxPooling2D<9>: has a 9x9 window, larger than its 8x8x3 input, use a smaller one or Same
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, MaxPooling2D<9>>;
static_assert(Net::output_shape == Shape(1));

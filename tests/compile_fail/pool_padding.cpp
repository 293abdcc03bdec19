// expect: layer 1, MaxPooling2D<3>: is padded by more than half of its window, 3, pad less
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 4>, MaxPooling2D<3, Padding<2>>>;
static_assert(Net::output_shape == Shape(1));

// expect: layer 1, Cropping2D: crops all of its 8x8x4 input, crop less
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 4>, Cropping2D<4>>;
static_assert(Net::output_shape == Shape(1));

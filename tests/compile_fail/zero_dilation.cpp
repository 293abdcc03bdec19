// expect: layer 1, Conv2D<9, 3>: has a dilation of 0, make it at least 1
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 4>, Conv2D<9, 3, Dilation<0>>>;
static_assert(Net::output_shape == Shape(1));

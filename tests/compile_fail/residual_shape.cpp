// expect: layer 2, Residual: joins a path of shape 8x8x4 with a shortcut of shape 8x8x3, make them equal
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, ReLU, Residual<Conv2D<4, 3, Same>>>;
static_assert(Net::output_shape == Shape(1));

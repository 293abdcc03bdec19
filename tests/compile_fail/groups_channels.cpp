// expect: layer 1, Conv2D<8, 3>: has 2 groups, which do not divide its 3 input channels
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<8, 3, Groups<2>>>;
static_assert(Net::output_shape == Shape(1));

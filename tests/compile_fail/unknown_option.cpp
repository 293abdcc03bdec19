// expect: layer 1, Conv2D<4, 3>: does not take the option NoCenter, it takes Stride, Same, Padding, Dilation, Groups, NoBias
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<4, 3, NoCenter>>;
static_assert(Net::output_shape == Shape(1));

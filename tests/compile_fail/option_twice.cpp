// expect: layer 1, Conv2D<4, 3>: is given Stride<2> and Stride<3>, keep one of them
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<4, 3, Stride<2>, Stride<3>>>;
static_assert(Net::macs > 1000);

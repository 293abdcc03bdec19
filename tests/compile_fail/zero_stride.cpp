// expect: layer 1, Conv2D<4, 3>: has a stride of 0, make it at least 1
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<4, 3, Stride<0>>>;
static_assert(Net::macs > 1000);

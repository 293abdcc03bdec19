// expect: layer 1, Conv2D<8, 3>: has a stride of 2.9, which is no whole number of pixels
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<8, 3, Stride<2.9f>>>;
static_assert(Net::macs > 1000);

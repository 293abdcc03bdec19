// expect: layer 1, Conv2D<8, 3.9>: has a window of 3.9, which is no whole number of pixels
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<8, 3.9f>>;
static_assert(Net::macs > 1000);

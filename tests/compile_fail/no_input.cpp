// expect: layer 0, Conv2D<4, 3>: has no Input before it, begin the network with Input<height, width, channels>
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Conv2D<4, 3>, Flatten>;
static_assert(Net::macs > 1000);

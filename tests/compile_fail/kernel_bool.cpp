// expect: layer 1, Conv2D<2, true>: has a window of true, which is no whole number of pixels, make it one of at least 1
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<2, true>>;
static_assert(Net::macs > 1000);

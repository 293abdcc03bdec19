// expect: layer 1, Conv2D<8, 1.5>: has a window of 1.5, which is no whole number
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<8, Size(3, 1.5)>>;
static_assert(Net::macs > 1000);

// expect: layer 1, MaxPooling2D<2.5>: has a window of 2.5, which is no whole number of pixels
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, MaxPooling2D<2.5>>;
static_assert(Net::macs > 1000);

// expect: has a dilation of 5000000000, which is no whole number of pixels
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<8, 3, Dilation<5'000'000'000>>>;
static_assert(Net::macs > 1000);

// expect: has a 3x3 window, larger than its 1x28x28 input, channels come last: write Input<28, 28, 1>
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<1, 28, 28>, Conv2D<8, 3>>;
static_assert(Net::macs > 1000);

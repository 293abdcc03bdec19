// expect: layer 1, Conv2D<8, 3>: does not know the padding "1.5", use "same", "valid" or whole numbers
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<8, 3, Padding<1.5>>>;
static_assert(Net::macs > 1000);

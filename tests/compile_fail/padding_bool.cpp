// expect: layer 1, Conv2D<2, 3>: does not know the padding "true", use "same", "valid" or whole numbers
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<2, 3, Padding<true>>>;
static_assert(Net::macs > 1000);

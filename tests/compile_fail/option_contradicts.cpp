// expect: layer 1, Conv2D<4, 3>: is given Same and Padding<2>, keep one of them
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<4, 3, Same, Padding<2>>>;
static_assert(Net::macs > 1000);

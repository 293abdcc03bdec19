// expect: layer 2, Same: is an option, no layer, write it inside of the layer that it belongs to
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<4, 3>, Same>;
static_assert(Net::macs > 1000);

// expect: layer 1, Conv2DTranspose<8, 3>: has an output padding of 0.5
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2DTranspose<8, 3, Stride<2>, OutputPadding<0.5>>>;
static_assert(Net::macs > 1000);

// expect: layer 1, Conv2DTranspose<4, 3>: has an output padding of 3, make it at least 0 and less than the stride or the dilation
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2DTranspose<4, 3, Stride<2>, Dilation<3>, OutputPadding<3>>>;
static_assert(Net::macs > 1000);

// expect: layer 1, UpSampling2D<2>: is given Nearest and Bilinear, keep one of them
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, UpSampling2D<2, Nearest, Bilinear>>;
static_assert(Net::macs > 1000);

// expect: layer 1, Cropping2D: has a cropping of 1.5, which is no whole number
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Cropping2D<1.5>>;
static_assert(Net::macs > 1000);

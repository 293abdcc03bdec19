// expect: layer 0, Identity: has no Input before it, begin the network with Input<height, width, channels>
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Identity>;
static_assert(Net::macs > 1000);

// expect: layer 0, Tap<"a">: has no Input before it, begin the network with Input<height, width, channels>
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Tap<"a">, Conv2D<4, 3>, AddWith<"a">>;
static_assert(Net::macs > 1000);

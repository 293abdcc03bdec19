// expect: layer 1, Named<"x", int>: is no layer, a list holds layers
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Named<"x", int>>;
static_assert(Net::macs > 1000);

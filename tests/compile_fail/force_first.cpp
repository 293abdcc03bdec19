// expect: layer 0, Force<"dense", "plain">: has no Input before it, begin the network with Input<height, width, channels>
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Force<"dense", "plain">, Input<8>, Dense<4>>;
static_assert(Net::parameter_count > 0);

// expect: layer 1, Input<8, 8, 3>: stands after another layer, a path has one Input, at its beginning
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Input<8, 8, 3>, Flatten>;
static_assert(Net::macs > 1000);

// expect: layer 1.1, void: is no layer
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Add<Dense<8>, void>>;
static_assert(Net::macs > 1000);

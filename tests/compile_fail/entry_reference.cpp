// expect: layer 1, Dense<4>&: is a reference or a pointer, write the type of the layer alone
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Dense<4>&>;
static_assert(Net::macs > 1000);

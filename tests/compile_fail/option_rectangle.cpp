// expect: layer 1, Dense<4>: does not take the option Stride<Size(2, 1)>, it takes
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Dense<4, Stride<Size(2, 1)>>>;
static_assert(Net::macs > 1000);

// expect: layer 2, Dense<2000000000>: needs a 1000000000x2000000000 weight, more than 2^40 numbers, make it smaller
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<1000, 1000, 1000>, Flatten, Dense<2000000000>>;
static_assert(Net::parameter_count < 1000);

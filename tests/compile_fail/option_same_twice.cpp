// expect: layer 2, Dense<4>: is given NoBias and NoBias, keep one of them
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Flatten, Dense<4, NoBias, NoBias>>;
static_assert(Net::macs > 1000);

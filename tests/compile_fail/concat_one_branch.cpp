// expect: layer 1, Concat: has 1 branch, it joins two at least
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Concat<Dense<4>>>;
static_assert(Net::macs > 1000);

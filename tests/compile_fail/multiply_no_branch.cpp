// expect: layer 1, Multiply: has 0 branches, it joins two at least
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Multiply<>>;
static_assert(Net::macs > 1000);

// expect: layer 1, Add: has 1 branch, it joins two at least
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Add<Dense<4>>>;
static_assert(Net::macs > 1000);

// expect: layer 2, Dense<0>: has 0 units, make it at least 1
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<16>, ReLU, Dense<0>>;
static_assert(Net::parameter_count == 1);

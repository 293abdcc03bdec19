// expect: layer 0, Input<8, 0, 3>: has an extent of 0, make it at least 1
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 0, 3>, ReLU>;
static_assert(Net::parameter_count == 1);

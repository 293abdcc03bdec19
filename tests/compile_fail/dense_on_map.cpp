// expect: layer 2, Dense<10>: needs a flat input, got 26x26x32, insert Flatten before it
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<28, 28, 1>, Conv2D<32, 3>, Dense<10>>;
static_assert(Net::parameter_count == 5);

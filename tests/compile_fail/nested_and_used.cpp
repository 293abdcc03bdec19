// expect: layer 2.2.0, Dense<10>: needs a flat input, got 24x24x8, insert Flatten before it
#include <cincel/inference.hpp>
using namespace cincel;
using Block = Sequential<Conv2D<8, 3>, ReLU, Sequential<Dense<10>>>;
using Net = Sequential<Input<28, 28, 1>, Conv2D<32, 3>, Block, ReLU>;
static_assert(Net::parameter_count == 34826);
static_assert(Net::output_shape == Shape(10));
float arena[Net::arena_bytes];

// expect: layer 2, Dense<10>: needs a flat input, got 8x8x3, insert Flatten before it
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, ReLU, Dense<10>>;
static_assert(Net::arena_bytes < 1000 && Net::output_shape == Shape(10));
int classes[Net::output_shape[0]];

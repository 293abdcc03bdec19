// expect: layer 2, Dense<10>: needs a flat input, got 26x26x8, insert Flatten before it
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<28, 28, 1>, Conv2D<8, 3>, Dense<10>>;
static_assert(Net::output_shapes[1] == Shape(5) && Net::input_shapes[2] == Shape(3));
static_assert(Net::layer_shapes.back() == Shape(10) && Net::layer_shapes[40] == Shape(2));

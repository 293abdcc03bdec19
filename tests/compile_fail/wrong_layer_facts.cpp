// expect: layer 2, Dense<10>: needs a flat input, got 26x26x8, insert Flatten before it
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<28, 28, 1>, Conv2D<8, 3>, Dense<10>>;
static_assert(Net::layer_facts[2].macs == 5408 && Net::layer_facts[0].parameter_count == 0);
static_assert(Net::layer_facts.back().output_shape == Shape(10) && Net::layer_facts[1].receptive_field == Size(3));

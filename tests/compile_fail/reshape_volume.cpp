// expect: layer 1, Reshape<3, 10>: holds 30 numbers, but its input 4x8 has 32, make them equal
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<4, 8>, Reshape<3, 10>>;
static_assert(Net::output_shape == Shape(1));

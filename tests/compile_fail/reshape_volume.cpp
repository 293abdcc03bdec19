// expect: layer 1, Reshape<3, 10>: cannot make 4x8 of 32 numbers into 3x10
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<4, 8>, Reshape<3, 10>>;
static_assert(Net::output_shape == Shape(1));

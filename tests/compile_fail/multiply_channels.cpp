// expect: layer 1, Multiply: joins a branch of shape 8x8x3 with a branch of shape 4
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Multiply<Identity, Sequential<GlobalAveragePooling2D, Dense<4>>>>;
static_assert(Net::output_shape == Shape(1));

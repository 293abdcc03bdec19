// expect: layer 1, Permute<1, 1>: must name each axis from 1 to 2 once
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<4, 8>, Permute<1, 1>>;
static_assert(Net::output_shape == Shape(1));

// expect: layer 1, Slice<3, 2, 9>: takes elements 2 to 9 of an axis of 4
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 4>, Slice<3, 2, 9>>;
static_assert(Net::output_shape == Shape(1));

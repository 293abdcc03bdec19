// expect: layer 1, Conv2D<4, 3>: does not know the padding "full", use "same", "valid" or whole numbers
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<4, 3, Padding<"full">>>;
static_assert(Net::output_shape == Shape(1));

// expect: layer 1, MaxPooling2D<2>: is given Same and CeilMode, but Same alone decides how many windows there are, keep one of them
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, MaxPooling2D<2, Same, CeilMode>>;
static_assert(Net::output_shape == Shape(4, 4, 3));

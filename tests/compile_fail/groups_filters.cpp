// expect: layer 1, Conv2D<9, 3>: has 2 groups, which do not divide its 9 filters
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 4>, Conv2D<9, 3, Groups<2>>>;
static_assert(Net::output_shape == Shape(1));

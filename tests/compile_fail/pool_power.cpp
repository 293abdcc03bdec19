// expect: layer 1, LpPooling2D<2>: has a power of 4, make it 1, 2 or 3
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, LpPooling2D<2, Power<4>>>;
static_assert(Net::output_shape == Shape(4, 4, 3));

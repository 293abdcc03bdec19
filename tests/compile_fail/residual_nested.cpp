// expect: layer 1.0.1, Residual: joins a path of shape 6x6x8 with a shortcut of shape 8x8x8
#include <cincel/inference.hpp>
using namespace cincel;
using Block = Sequential<ReLU, Residual<Conv2D<8, 3>>>;
using Net = Sequential<Input<8, 8, 8>, Repeat<2, Block>, Flatten, Dense<10>>;
static_assert(Net::parameter_count == 7);

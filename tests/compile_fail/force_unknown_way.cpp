// expect: Force: conv2d cannot be computed by "winograd", but by vectors, width, direct, winograd2, winograd4, plain
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<4, 3>, ReLU, Flatten, Dense<3>, Softmax, Force<"conv2d", "winograd">>;
static_assert(Net::arena_bytes > 0);
Model<Net> model;

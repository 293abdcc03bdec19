// expect: layer 1, Conv1D<4, 3>: needs a steps x channels input, got 5x5x8, a map needs the 2D layer
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<5, 5, 8>, Conv1D<4, 3>>;
static_assert(Net::output_shape == Shape(1));

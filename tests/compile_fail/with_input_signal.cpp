// expect: with_input: needs an Input of height x width x channels, got Input<100, 8>
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<100, 8>, Conv1D<4, 3>, GlobalAveragePooling1D>;
using Larger = with_input<Net, 16, 16>;
static_assert(Larger::output_shape == Shape(4));

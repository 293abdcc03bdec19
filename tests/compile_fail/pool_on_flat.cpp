// expect: layer 2, GlobalAveragePooling2D: needs a height x width x channels input, got 192, it cannot stand after Flatten
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Flatten, GlobalAveragePooling2D>;
static_assert(Net::parameter_count == 1);

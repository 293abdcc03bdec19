// expect: layer 1, GroupNormalization<3>: has 3 groups, which do not divide its 8 channels
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<5, 5, 8>, GroupNormalization<3>>;
static_assert(Net::output_shape == Shape(1));

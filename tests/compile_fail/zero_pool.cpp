// expect: layer 1, MaxPooling2D<0>: has a window of 0, make it at least 1
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, MaxPooling2D<0>>;
static_assert(Net::parameter_count == 1);

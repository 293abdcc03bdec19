// expect: layer 1, UpSampling2D<0>: has a factor of 0, make it at least 1
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, UpSampling2D<0>>;
static_assert(Net::output_shape == Shape(1));

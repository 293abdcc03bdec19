// expect: layer 1, MultiHeadAttention<3>: has 3 heads, which do not divide its 8 channels
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<5, 8>, MultiHeadAttention<3>>;
static_assert(Net::output_shape == Shape(1));

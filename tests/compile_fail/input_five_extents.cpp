// expect: layer 0, Input<1, 2, 3, 4, 5>: has more than four extents, write Input<height, width, channels>, without the batch
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<1, 2, 3, 4, 5>, Flatten>;
static_assert(Net::macs > 1000);

// expect: layer 1, Conv1D<8, 3>: has a stride of 1.5, which is no whole number of pixels
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 3>, Conv1D<8, 3, Stride<1.5>>>;
static_assert(Net::macs > 1000);

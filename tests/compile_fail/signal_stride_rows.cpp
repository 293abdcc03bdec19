// expect: layer 1, Conv1D<8, 3>: has a stride of 2x1, but a signal has steps only
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 3>, Conv1D<8, 3, Stride<Size(2, 1)>>>;
static_assert(Net::macs > 1000);

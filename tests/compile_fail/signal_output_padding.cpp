// expect: layer 1, Conv1DTranspose<4, 3>: has an output padding of 1, make it at least 0 and less than the stride or the dilation
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 3>, Conv1DTranspose<4, 3, OutputPadding<1>>>;
static_assert(Net::macs > 1000);

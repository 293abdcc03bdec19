// expect: layer 1, Conv1D<8, 3>: is padded by rows, but a signal has steps only
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 3>, Conv1D<8, 3, Padding<Pads{2, 1, 2, 1}>>>;
static_assert(Net::macs > 1000);

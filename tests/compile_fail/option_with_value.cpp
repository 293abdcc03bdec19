// expect: layer 1, MaxPooling2D<2>: does not take the option Dilation<2>, it takes Stride
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, MaxPooling2D<2, Dilation<2>>>;
static_assert(Net::macs > 1000);

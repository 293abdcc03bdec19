// expect: layer 1, Conv2D<4, 3>: has a negative padding, make it at least 0
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<4, 3, Padding<-1>>>;
static_assert(Net::parameter_count == 1);

// expect: layer 1, Conv2D<4, -3>: has a window of -3, make it at least 1
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<4, -3>>;
static_assert(Net::parameter_count == 1);

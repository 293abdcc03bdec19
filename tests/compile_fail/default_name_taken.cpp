// expect: layer 3, Conv2D<4, 3>: is called "conv2d_1" as another layer is, give it a name of its own
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Named<"conv2d_1", Conv2D<4, 3>>, Conv2D<4, 3>, Conv2D<4, 3>>;
static_assert(Net::parameter_count == 1);

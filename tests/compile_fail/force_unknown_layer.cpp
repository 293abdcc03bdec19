// expect: layer 3, Force<"conv1", "plain">: no layer is called "conv1", there are input_layer conv2d re_lu
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<4, 3>, ReLU, Force<"conv1", "plain">>;
static_assert(Net::macs > 0);

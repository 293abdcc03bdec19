// expect: layer 1, Add: joins branches that disagree: branch 0 makes 8x8x4, branch 2 makes 8x8x5, make them equal
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Add<Conv2D<4, 1>, Conv2D<4, 3, Same>, Conv2D<5, 1>>>;
static_assert(Net::output_shape == Shape(1));

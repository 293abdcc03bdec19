// expect: layer 1, Concat: joins branches that disagree: branch 0 makes 8x8x4, branch 1 makes 6x6x4, only the last extent may differ
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Concat<Conv2D<4, 1>, Conv2D<4, 3>>>;
static_assert(Net::output_shape == Shape(1));

// expect: layer 2, Dense<10>: needs a flat input, got 26x26x8, insert Flatten before it
#include <cincel/inference.hpp>
#include <cincel/budget.hpp>
using namespace cincel;
using Net = Sequential<Input<28, 28, 1>, Conv2D<8, 3>, Dense<10>>;
static_assert(budget<Net, Flash<16_KiB>, Ram<4_KiB>, Macs<10'000>>);

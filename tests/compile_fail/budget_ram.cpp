// expect: Ram<1 KiB> is broken by
#include <cincel/inference.hpp>
using namespace cincel;
#include <cincel/budget.hpp>
using Net = Sequential<Input<8, 8, 1>, Conv2D<16, 3>, ReLU, Conv2D<16, 3>, Flatten, Dense<20>>;
static_assert(budget<Net, Flash<1_MiB>, Ram<1_KiB>>);

// expect: Macs<5000> is broken by
#include <cincel/inference.hpp>
using namespace cincel;
#include <cincel/budget.hpp>
using Net = Sequential<Input<8, 8, 1>, Conv2D<16, 3>, ReLU, Flatten, Dense<20>>;
static_assert(budget<Net, Macs<5000>>);

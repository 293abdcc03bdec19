// expect: Flash<10 KiB> is broken by 8.87 KiB: from layer 5, dense, on the weights take more
#include <cincel/inference.hpp>
using namespace cincel;
#include <cincel/budget.hpp>
using Net = Sequential<Input<8, 8, 1>, Conv2D<16, 3>, ReLU, MaxPooling2D<2>, Flatten, Dense<20>>;
static_assert(budget<Net, Flash<10_KiB>>);

// expect: layer 1, Conv2D<8, 3>: is given Same(), the type of a function, write it without the parentheses
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<8, 3, Same()>>;
static_assert(Net::macs > 1000);

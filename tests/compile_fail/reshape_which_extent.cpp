// expect: layer 1, Reshape<28, 29>: holds 812 numbers, but its input 28x28x1 has 784, make extent 2 28 instead of 29
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<28, 28, 1>, Reshape<28, 29>>;
static_assert(Net::macs > 1000);

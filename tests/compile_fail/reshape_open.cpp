// expect: layer 1, Reshape<5, -1>: cannot make 28x28x1, 784 numbers, into rows of 5
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<28, 28, 1>, Reshape<5, -1>>;
static_assert(Net::macs > 1000);

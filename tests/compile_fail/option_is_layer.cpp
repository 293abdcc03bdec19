// expect: layer 1, Dense<10>: does not take ReLU, which is a layer of its own, write ReLU behind it in the list
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Dense<10, ReLU>>;
static_assert(Net::macs > 1000);

// expect: layer 1, Dense<10>: does not take the option int, it takes NoBias
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Dense<10, int>>;
static_assert(Net::macs > 1000);

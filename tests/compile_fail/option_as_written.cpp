// expect: layer 1, Dense<4>: does not take the option Same, it takes NoBias, an initialiser
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Dense<4, Same>>;
static_assert(Net::macs > 1000);

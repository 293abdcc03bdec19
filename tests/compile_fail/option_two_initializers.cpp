// expect: layer 1, Dense<4>: is given HeNormal and GlorotUniform, keep one of them
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Dense<4, HeNormal, GlorotUniform>>;
static_assert(Net::macs > 1000);

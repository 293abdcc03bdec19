// expect: layer 3, TightNumbers: contradicts DenseWeights, which rounds
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<784>, DenseWeights<"int8">, Dense<512>, TightNumbers>;
static_assert(Net::parameter_count == 785 * 512);

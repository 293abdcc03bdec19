// expect: layer 2, DenseWeights<"int4">: there are "bfloat16" and "int8"
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<784>, Dense<512>, DenseWeights<"int4">>;
static_assert(Net::parameter_count == 785 * 512);

// expect: layer 3, DenseWeights<"bfloat16">: contradicts a DenseWeights before it
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<784>, Dense<512>, DenseWeights<"int8">, DenseWeights<"bfloat16">>;
Inference<Net>* net = nullptr;
auto size = sizeof(*net);

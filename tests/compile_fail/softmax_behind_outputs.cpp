// expect: layer 3, Softmax: stands behind Outputs, where the network ends, put it into the heads: Output<"a", ..., Softmax>
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, ReLU, Outputs<Output<"a", Dense<4>>, Output<"b", Dense<4>>>, Softmax>;
static_assert(Net::macs > 1000);

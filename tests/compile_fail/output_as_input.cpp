// expect: layer 2, ReLU: stands behind Outputs, where the network ends, put it into the heads: Output<"a", ..., ReLU>
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Outputs<Output<"a", Dense<2>>, Output<"b", Dense<3>>>, ReLU>;
static_assert(Net::output_shape == Shape(1));

// expect: replace_head: found no Flatten or global pooling in the outermost list of the network, which ends in Outputs
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Outputs<Output<"a", Flatten, Dense<4>>, Output<"b", Flatten, Dense<2>>>>;
using Mine = replace_head<Net, Dense<5>>;
static_assert(Mine::output_shape == Shape(5));

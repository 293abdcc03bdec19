// expect: with_input: changes nothing, because the network does not begin with an Input
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Concat<Sequential<Input<8, 8, 3>, ReLU>, Sequential<Input<8, 8, 3>, ReLU>>, Flatten>;
using Larger = with_input<Net, 16, 16>;
static_assert(Larger::output_shape == Shape(1536));

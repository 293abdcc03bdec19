// expect: layer 1, Tap<"skip">: is never joined
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Tap<"skip">, Dense<8>>;
static_assert(Net::output_shape == Shape(1));

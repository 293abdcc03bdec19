// expect: is called "a" as another layer is, give it a name of its own
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Repeat<2, Named<"a", Dense<8>>>>;
static_assert(Net::output_shape == Shape(1));

// expect: is called "a" as another layer is, give it a name of its own
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Auxiliary<"a", Dense<2>>, Residual<Auxiliary<"a", Dense<3>>>, ReLU>;
static_assert(Net::output_shape == Shape(1));

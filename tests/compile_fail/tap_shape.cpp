// expect: layer 3, AddWith<"a">: joins a value of shape 4 with the tapped value of shape 8
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Tap<"a">, Dense<4>, AddWith<"a">>;
static_assert(Net::output_shape == Shape(1));

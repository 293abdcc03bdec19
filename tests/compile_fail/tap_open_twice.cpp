// expect: layer 2, Tap<"a">: a tap of this name is open already
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Tap<"a">, Tap<"a">, AddWith<"a">>;
static_assert(Net::output_shape == Shape(1));

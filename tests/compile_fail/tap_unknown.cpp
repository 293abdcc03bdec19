// expect: layer 3, AddWith<"slip">: no tap is called "slip", there are "skip"
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Tap<"skip">, Dense<8>, AddWith<"slip">>;
static_assert(Net::output_shape == Shape(1));

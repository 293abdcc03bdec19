// expect: layer 1, AddWith<"a">: no tap is called "a", there are none
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, AddWith<"a">>;
static_assert(Net::output_shape == Shape(1));

// expect: until<"nose">: no layer is called "nose", there are
#include <cincel/inference.hpp>
using namespace cincel;
using Whole = Sequential<Input<8>, Named<"head", Dense<4>>, Dense<2>>;
using Net = until<Whole, "nose">;
static_assert(Net::output_shape == Shape(1));

// expect: layer 3, Named<"hidden", Dense<4>>: is called "hidden" as another layer is, give it a name of its own
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<16>, Named<"hidden", Dense<8>>, ReLU, Named<"hidden", Dense<4>>>;
static_assert(Net::parameter_count < 1000);

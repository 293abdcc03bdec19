// expect: layer 3, Force<"dense", "vectors">: forces dense a second time, leave one of the two
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Dense<4>, Force<"dense", "plain">, Force<"dense", "vectors">>;
static_assert(Net::parameter_count > 0);

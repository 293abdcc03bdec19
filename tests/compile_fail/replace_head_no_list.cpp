// expect: replace_head: needs a network that is a Sequential, got until<"flat">
#include <cincel/inference.hpp>
using namespace cincel;
using Net = until<Sequential<Input<8, 8, 3>, Named<"flat", Flatten>, Dense<4>>, "flat">;
using Mine = replace_head<Net, Dense<5>>;
static_assert(Mine::parameter_count == 5);

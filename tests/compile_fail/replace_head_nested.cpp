// expect: replace_head: found no Flatten or global pooling in the outermost list of the network
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Sequential<Flatten, Dense<4>>>;
using Mine = replace_head<Net, Dense<5>>;
static_assert(Mine::parameter_count == 5);

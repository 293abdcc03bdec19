// expect: the network is empty: begin it with Input<height, width, channels>
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<>;
static_assert(Net::parameter_count == 1);

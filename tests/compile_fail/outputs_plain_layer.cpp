// expect: layer 1, Outputs: holds Dense<4>, which is no Output, write Output<"name", Dense<4>>
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Outputs<Dense<4>, Output<"b", Dense<2>>>>;
static_assert(Net::macs > 1000);

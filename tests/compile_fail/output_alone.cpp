// expect: layer 1, Output<"a">: stands outside of Outputs, write Outputs<Output<"a", ...>>
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Output<"a", Dense<4>>>;
static_assert(Net::macs > 1000);

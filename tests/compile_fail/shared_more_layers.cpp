// expect: that the layer whose weights it shares has not
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Shared<"t", Dense<8>>, Shared<"t", Dense<8>, Dense<8>>>;
static_assert(Net::parameter_count == 72);

// expect: layer 1, Outputs: has no head, write Outputs<Output<"name", layers...>, ...>
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Outputs<>>;
static_assert(Net::macs > 1000);

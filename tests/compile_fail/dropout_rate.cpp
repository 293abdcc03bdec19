// expect: layer 1, Dropout<1.5>: has a rate outside (0, 1), give the share to drop, as 0.5f
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Dropout<1.5f>>;
static_assert(Net::parameter_count == 1);

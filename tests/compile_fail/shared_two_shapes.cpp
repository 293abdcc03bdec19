// expect: shares the weights of another layer whose weight is 8x4, but needs a 9x4 weight
#include <cincel/inference.hpp>
using namespace cincel;
using Tower = Shared<"tower", Dense<4>>;
using Net = Sequential<Concat<Sequential<Input<8>, Tower>, Sequential<Input<9>, Tower>>>;
static_assert(Net::parameter_count == 36);

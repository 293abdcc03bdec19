// expect: RandomErasing<0.02, 0.33, 0, 3.3>: needs ratios from 0.001 to 1000, got 0 to 3.3
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<RandomErasing<0.02, 0.33, 0>>;
constexpr auto drawn = Policy::draw(1, 0, 0);
static_assert(sizeof(drawn) > 0);

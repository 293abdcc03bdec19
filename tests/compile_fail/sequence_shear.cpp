// expect: shears by 90_deg or more, where the tangent is infinite
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<RandomAffine<10_deg, 0, 1, 1, 90_deg>>;
constexpr auto drawn = Policy::draw(1, 0, 0);
static_assert(sizeof(drawn) > 0);

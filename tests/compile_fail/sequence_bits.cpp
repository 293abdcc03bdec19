// expect: Posterize<0, 4>: needs bits from 1 to 8, got 0 to 4
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<Posterize<0, 4>>;
constexpr auto drawn = Policy::draw(1, 0, 0);
static_assert(sizeof(drawn) > 0);

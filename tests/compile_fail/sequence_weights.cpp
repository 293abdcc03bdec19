// expect: OneOf<Sometimes<0, Invert>, HorizontalFlip<0>>: has weights that are all 0
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<OneOf<Sometimes<0, Invert>, HorizontalFlip<0>>>;
constexpr auto drawn = Policy::draw(1, 0, 0);
static_assert(sizeof(drawn) > 0);

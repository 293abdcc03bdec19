// expect: Hue<0.75>: needs shares of the circle of hues from 0 to 0.5, got 0.75
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<Hue<0.75>>;
constexpr auto drawn = Policy::draw(1, 0, 0);
static_assert(sizeof(drawn) > 0);

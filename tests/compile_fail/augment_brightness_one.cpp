// expect: Brightness<0.2>: takes the least and the largest factor, such as Brightness<0.8, 1.2>
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Brightness<0.2>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

// expect: WidthShift<Pixels<2.5>>: is no whole number of pixels
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<WidthShift<Pixels<2.5>>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

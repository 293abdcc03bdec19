// expect: WidthShift<1>: may mean pixels or a part of the side, write Pixels<1> or Fraction<1>
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<WidthShift<1.0>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

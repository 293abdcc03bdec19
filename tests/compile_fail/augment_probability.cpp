// expect: HorizontalFlip<1.5>: has a probability outside [0, 1]
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<HorizontalFlip<1.5>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

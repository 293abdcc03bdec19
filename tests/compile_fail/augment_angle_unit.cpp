// expect: Rotation<20>: has no unit, write 20_deg
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Rotation<20>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

// expect: Shear<0.2>: has no unit, write 0.2_deg
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Zoom<0.2>, Shear<0.2>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

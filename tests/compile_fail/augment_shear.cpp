// expect: Shear<90_deg>: needs an angle from 0_deg to below 90_deg; at 90 nothing of the picture is left
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Shear<90_deg>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

// expect: Rotation<200_deg>: has an angle outside [0_deg, 180_deg]; it goes both ways
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Rotation<200_deg>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

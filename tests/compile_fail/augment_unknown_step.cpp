// expect: int: is no step of an augmentation, which has steps such as Rotation<20_deg>, Zoom<0.2> or Fill::reflect
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Zoom<0.2>, int>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

// expect: Zoom<1>: reaches a factor that is not a number above 0
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Zoom<1>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

// expect: Zoom<1.2, 0.8>: has its least factor above its largest, or NaN; give the least first
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Zoom<1.2, 0.8>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

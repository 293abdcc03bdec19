// expect: Brightness<1.5, 0.5>: has its least factor above its largest
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Brightness<1.5, 0.5>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

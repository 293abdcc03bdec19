// expect: Augment: Fill::reflect has no effect, since nothing is turned, moved, sheared or zoomed; leave it out
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<HorizontalFlip<>, Fill::reflect>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

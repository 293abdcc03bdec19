// expect: Augment: is given Zoom<0.1> and Zoom<0.2>, keep one of them
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Zoom<0.1>, HorizontalFlip<>, Zoom<0.2>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

// expect: Zoom<0.1, 0.2, 0.3>: takes one number, which is added to and taken from 1, or the least and the largest factor
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Zoom<0.1, 0.2, 0.3>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

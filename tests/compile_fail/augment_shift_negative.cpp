// expect: HeightShift<-0.2>: is not a number of at least 0; a shift goes both ways by itself
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<HeightShift<-0.2>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

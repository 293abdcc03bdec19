// expect: ZcaWhitening<0>: needs a finite epsilon above 0, or what all pictures have in common is divided by 0
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<ZcaWhitening<0>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

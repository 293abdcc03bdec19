// expect: Rescale<0>: needs a finite factor other than 0
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Rescale<1 / 255>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

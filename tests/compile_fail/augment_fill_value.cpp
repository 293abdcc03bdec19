// expect: Fill::constant<infinity>: needs a value that a float can be
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Zoom<0.2>, Fill::constant<std::numeric_limits<double>::infinity()>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

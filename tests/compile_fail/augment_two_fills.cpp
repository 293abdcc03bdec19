// expect: Augment: is given Fill::wrap and Fill::constant<1>, keep one of them
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Zoom<0.2>, Fill::wrap, Fill::constant<1>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

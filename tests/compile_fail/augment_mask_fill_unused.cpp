// expect: Augment: MaskFill<255> has no effect, since pictures are not filled by a value; add Fill::constant<...>, or leave it out
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Zoom<0.2>, MaskFill<255>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

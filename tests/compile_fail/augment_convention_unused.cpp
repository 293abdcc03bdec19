// expect: Augment: Convention::keras3 has no effect
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Brightness<0.5, 1.5>, Convention::keras3>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

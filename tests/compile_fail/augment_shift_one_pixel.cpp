// expect: HeightShift<Pixels<1>>: moves nothing: as in Keras, magnitudes are below the number, so give 2 or more
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<HeightShift<Pixels<1>>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

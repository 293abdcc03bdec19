// expect: ZcaWhitening: is not provided: whiten the data set before training, or take FeaturewiseStdNormalization
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<ZcaWhitening>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

// expect: Augment: FeaturewiseStdNormalization contradicts ZcaWhitening<0.000001>, which makes all deviations 1; keep one of them
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<ZcaWhitening<>, FeaturewiseStdNormalization>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

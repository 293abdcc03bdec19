// expect: Augment: SamplewiseCenter contradicts FeaturewiseStdNormalization: the statistics of a data set are those of pictures that were not normalised
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<SamplewiseCenter, FeaturewiseStdNormalization>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);

// expect: AddGaussianSNR<5, 40>: needs a probability in [0, 1]
#include <cincel/augment/audio.hpp>
using namespace cincel;
using Policy = AugmentAudio<audio::AddGaussianSNR<5, 40, 1.5>>;
constexpr auto drawn = Policy::draw(1, 0, 0);

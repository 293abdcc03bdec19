// expect: HighPassFilter<20, 200, 10>: needs a roll-off of 6, 12, 18
#include <cincel/augment/audio.hpp>
using namespace cincel;
constexpr auto drawn = AugmentAudio<audio::HighPassFilter<20, 200, 10>>::draw(1, 0, 0);

// expect: FixedTimeStretch<20>: needs a rate from 0.1 to 10 times
#include <cincel/augment/audio.hpp>
using namespace cincel;
constexpr auto drawn = AugmentAudio<audio::FixedTimeStretch<20>>::draw(1, 0, 0);

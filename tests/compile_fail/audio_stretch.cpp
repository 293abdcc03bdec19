// expect: TimeStretch<0.05, 2>: needs two numbers from 0.1 to 10 times
#include <cincel/augment/audio.hpp>
using namespace cincel;
constexpr auto drawn = AugmentAudio<audio::TimeStretch<0.05, 2>>::draw(1, 0, 0);

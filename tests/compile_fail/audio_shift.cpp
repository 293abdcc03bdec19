// expect: Shift<1.5>: needs a share of the length above 0 and up to 1
#include <cincel/augment/audio.hpp>
using namespace cincel;
constexpr auto drawn = AugmentAudio<audio::Shift<1.5>>::draw(1, 0, 0);

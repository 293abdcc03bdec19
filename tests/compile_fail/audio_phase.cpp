// expect: PhaseRandomization<2>: needs a share of half a turn above 0 and up to 1
#include <cincel/augment/audio.hpp>
using namespace cincel;
constexpr auto drawn = AugmentAudio<audio::PhaseRandomization<2>>::draw(1, 0, 0);

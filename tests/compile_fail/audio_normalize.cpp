// expect: Normalize<0, 0>: needs a deviation above 0
#include <cincel/augment/audio.hpp>
using namespace cincel;
constexpr auto drawn = AugmentAudio<audio::Normalize<0, 0>>::draw(1, 0, 0);

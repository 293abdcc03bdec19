// expect: is no step for sounds, which are such as audio::Gain<-12, 12>
#include <cincel/augment/audio.hpp>
using namespace cincel;
constexpr auto drawn = AugmentAudio<audio::Gain<>, int>::draw(1, 0, 0);

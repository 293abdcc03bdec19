// expect: PitchShift<-30, 4>: needs two numbers from -24 to 24 semitones, the smaller first
#include <cincel/augment/audio.hpp>
using namespace cincel;
constexpr auto drawn = AugmentAudio<audio::PitchShift<-30, 4>>::draw(1, 0, 0);

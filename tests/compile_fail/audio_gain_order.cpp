// expect: Gain<6, -6>: needs two numbers from -120 to 120 dB, the smaller first
#include <cincel/augment/audio.hpp>
using namespace cincel;
using Policy = AugmentAudio<audio::Gain<6, -6>>;
constexpr auto drawn = Policy::draw(1, 0, 0);

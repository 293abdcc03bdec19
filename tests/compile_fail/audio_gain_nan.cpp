// expect: Gain<NaN, 6>: needs two numbers from -120 to 120 dB
#include <cincel/augment/audio.hpp>
using namespace cincel;
constexpr double not_a_number = __builtin_nan("");
constexpr auto drawn = AugmentAudio<audio::Gain<not_a_number, 6>>::draw(1, 0, 0);

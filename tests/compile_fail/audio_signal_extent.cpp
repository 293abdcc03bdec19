// expect: Signal<0, 8000, 1>: needs 1 to 67108864 numbers, a rate of 1 to 1000000 and 1 to 64 channels
#include <cincel/augment/audio.hpp>
using namespace cincel;
static_assert(AugmentAudio<audio::Gain<>>::output_length<Signal<0, 8000>> == 0);

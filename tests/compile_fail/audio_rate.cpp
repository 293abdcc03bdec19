// expect: Resample<0.5>: needs a whole rate from 1 to 1000000 Hz
#include <cincel/augment/audio.hpp>
using namespace cincel;
constexpr std::size_t n = AugmentAudio<audio::Resample<0.5>>::output_size<Signal<100, 8000>>;

// expect: FrequencyMasking<4>: works on a spectrum; write MelSpectrogram<...> or Spectrogram<...> before it
#include <cincel/augment/audio.hpp>
using namespace cincel;
float a[100], b[100];
void f() { AugmentAudio<audio::FrequencyMasking<4>>::apply<Signal<100, 8000>>({}, a, b); }

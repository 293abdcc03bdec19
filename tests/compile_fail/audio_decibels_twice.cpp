// expect: needs powers or magnitudes, and these numbers were made logarithms before
#include <cincel/augment/audio.hpp>
using namespace cincel;
using Policy = AugmentAudio<audio::MelSpectrogram<audio::Mel::librosa(512, 128, 40)>, audio::Decibels<>, audio::Decibels<>>;
float a[16000], b[100];
void f() { Policy::apply<Signal<16000, 16000>>({}, a, b); }

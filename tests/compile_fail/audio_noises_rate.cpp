// expect: the Noises<16000, 1> do not fit a signal of 1 channels at 8000 Hz, give audio::Noises<8000, 1>
#include <cincel/augment/audio.hpp>
using namespace cincel;
float a[100], b[100];
audio::Noises<16000> noises;
void f() { AugmentAudio<audio::AddBackgroundNoise<>>::apply<Signal<100, 8000>>({}, a, b, noises); }

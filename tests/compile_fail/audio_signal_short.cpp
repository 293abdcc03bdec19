// expect: needs at least 257 samples, the sound has 200
#include <cincel/augment/audio.hpp>
using namespace cincel;
float a[200], b[100];
void f() { AugmentAudio<audio::MelSpectrogram<audio::Mel::keras(512, 128, 20)>>::apply<Signal<200, 8000>>({}, a, b); }

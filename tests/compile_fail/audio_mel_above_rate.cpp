// expect: has frequencies above half the rate of the sound
#include <cincel/augment/audio.hpp>
using namespace cincel;
constexpr audio::Mel wrong{{512, 128, 512}, 40, 0, 6000};
float a[8000], b[100];
void f() { AugmentAudio<audio::MelSpectrogram<wrong>>::apply<Signal<8000, 8000>>({}, a, b); }

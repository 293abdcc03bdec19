// expect: needs the form of the sounds, as in apply<Signal<16000, 16000, 1>>(draw, input, output), got int
#include <cincel/augment/audio.hpp>
using namespace cincel;
float a[100], b[100];
void f() { AugmentAudio<audio::Gain<>>::apply<int>({}, a, b); }

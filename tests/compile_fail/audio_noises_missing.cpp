// expect: AddBackgroundNoise<3, 30>: needs one audio::Noises<8000, 1> as a further argument of apply
#include <cincel/augment/audio.hpp>
using namespace cincel;
float a[100], b[100];
void f() { AugmentAudio<audio::AddBackgroundNoise<>>::apply<Signal<100, 8000>>({}, a, b); }

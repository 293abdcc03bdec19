// expect: apply: the output is 50 float (50x1), got 100 float
#include <cincel/augment/audio.hpp>
using namespace cincel;
float a[100], b[100];
void f() { AugmentAudio<audio::Resample<4000>>::apply<Signal<100, 8000>>({}, a, b); }

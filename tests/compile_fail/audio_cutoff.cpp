// expect: LowPassFilter<150, 4000, 12>: has a frequency of 4000 Hz, which is not below half the rate of 8000 Hz
#include <cincel/augment/audio.hpp>
using namespace cincel;
float a[100], b[100];
void f() { AugmentAudio<audio::LowPassFilter<150, 4000>>::apply<Signal<100, 8000>>({}, a, b); }

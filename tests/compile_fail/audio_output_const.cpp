// expect: apply: the output cannot be written, it is const
#include <cincel/augment/audio.hpp>
using namespace cincel;
float a[100];
const float b[100] = {};
void f() { AugmentAudio<audio::Gain<>>::apply<Signal<100, 8000>>({}, a, b); }

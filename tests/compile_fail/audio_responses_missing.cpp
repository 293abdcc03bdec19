// expect: needs one audio::ImpulseResponses<8000, 1> as a further argument of apply
#include <cincel/augment/audio.hpp>
using namespace cincel;
float a[100], b[100];
audio::Noises<8000> noises;
void f() { AugmentAudio<audio::ApplyImpulseResponse<>>::apply<Signal<100, 8000>>({}, a, b, noises); }

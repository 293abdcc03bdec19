// expect: apply: the input is 100 float (100x1), got vector
#include <cincel/augment/audio.hpp>
using namespace cincel;
float b[100];
void f(const std::vector<float>& a) { AugmentAudio<audio::Gain<>>::apply<Signal<100, 8000>>({}, a, b); }

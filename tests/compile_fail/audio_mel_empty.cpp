// expect: leaves filter 0 empty, since no bin lies in it (they are 16000/256 Hz apart)
#include <cincel/augment/audio.hpp>
using namespace cincel;
float a[16000], b[16128];
void f() { AugmentAudio<audio::MelSpectrogram<audio::Mel::librosa(256, 128, 128)>>::apply<Signal<16000, 16000>>({}, a, b); }

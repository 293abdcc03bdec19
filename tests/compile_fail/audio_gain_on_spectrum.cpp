// expect: works on samples and stands behind a spectrum; write it before
#include <cincel/augment/audio.hpp>
using namespace cincel;
using Policy = AugmentAudio<audio::MelSpectrogram<audio::Mel::librosa(512, 128, 40)>, audio::Gain<-6, 6>>;
float a[16000], b[100];
void f() { Policy::apply<Signal<16000, 16000>>({}, a, b); }

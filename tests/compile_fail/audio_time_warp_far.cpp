// expect: TimeWarp<80>: needs more frames, at least 162: the spectrum has 126
#include <cincel/augment/audio.hpp>
using namespace cincel;
using Policy = AugmentAudio<audio::MelSpectrogram<audio::Mel::librosa(512, 128, 40)>, audio::TimeWarp<80>>;
float a[16000], b[100];
void f() { Policy::apply<Signal<16000, 16000>>({}, a, b); }

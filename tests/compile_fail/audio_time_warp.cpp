// expect: TimeWarp<0>: needs a distance of at least 1 frame
#include <cincel/augment/audio.hpp>
using namespace cincel;
using Policy = AugmentAudio<audio::MelSpectrogram<audio::Mel::librosa(512, 128, 40)>, audio::TimeWarp<0>>;
float a[16000], b[100];
void f() { Policy::apply<Signal<16000, 16000>>({}, a, b); }

// expect: Mfcc<13>: needs logarithms; write Decibels<> or Logarithm<> before it
#include <cincel/augment/audio.hpp>
using namespace cincel;
using Policy = AugmentAudio<audio::MelSpectrogram<audio::Mel::librosa(512, 128, 40)>, audio::Mfcc<13>>;
float a[16000], b[100];
void f() { Policy::apply<Signal<16000, 16000>>({}, a, b); }

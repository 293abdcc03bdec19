// expect: MelSpectrogram<n_fft 514, hop 128, 40 filters>: needs an n_fft that is even, at most 1048576, and has no other
#include <cincel/augment/audio.hpp>
using namespace cincel;
using Policy = AugmentAudio<audio::MelSpectrogram<audio::Mel::librosa(514, 128, 40)>>;
constexpr auto drawn = Policy::draw(1, 0, 0);

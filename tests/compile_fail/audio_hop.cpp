// expect: MelSpectrogram<n_fft 512, hop 600, 40 filters>: needs a hop of 1 to n_fft samples
#include <cincel/augment/audio.hpp>
using namespace cincel;
using Policy = AugmentAudio<audio::MelSpectrogram<audio::Mel::librosa(512, 600, 40)>>;
constexpr auto drawn = Policy::draw(1, 0, 0);

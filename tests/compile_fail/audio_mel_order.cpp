// expect: needs a lowest frequency of at least 0 Hz, below the highest
#include <cincel/augment/audio.hpp>
using namespace cincel;
constexpr audio::Mel wrong{{512, 128, 512}, 40, 3000, 2000};
constexpr auto drawn = AugmentAudio<audio::MelSpectrogram<wrong>>::draw(1, 0, 0);

// Ten spoken words, a small network, and what augmentation gives it: trained on few voices, tested on others, without
// and with a policy, the same number of steps each. Usage: spoken_words DIR, with train/, validation/ and test/ of clips
// called WORD_anything.wav, as examples/augment_audio.sh makes them, and preview/ for what the policy makes of one. The
// last line is for machines.
#include <cincel/augment/audio.hpp>
#include <cincel/data/sound_file.hpp>
#include <cincel/io/wav.hpp>
#include <cincel/train/augmented_sounds.hpp>
#include <cincel/training.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>

using namespace cincel;

namespace {

constexpr int rate = 8000, seeds = 5, epochs = 100;
using Clip = Signal<rate, rate>;

// What the network sees, and what a policy puts before it.
using Mels = audio::MelSpectrogram<audio::Mel::librosa(256, 160, 32)>;
using Features = AugmentAudio<Mels, audio::Decibels<60>, audio::Normalize<-30, 20>>;
using Policy = AugmentAudio<audio::PitchShift<-6, 6, 0.7>, audio::TimeStretch<0.75, 1.3, 0.7>, audio::Shift<0.1, 0.8>,
                            audio::AddColorNoise<audio::NoiseColor::pink, 15, 45, 0.3>, audio::Gain<-12, 12>, Mels,
                            audio::FrequencyNoise<3>, audio::Decibels<60>, audio::FrequencyMasking<4>,
                            audio::TimeMasking<6>, audio::Normalize<-30, 20>>;
using Heard = AugmentAudio<audio::PitchShift<-6, 6, 0.7>, audio::TimeStretch<0.75, 1.3, 0.7>, audio::Shift<0.1, 0.8>,
                           audio::AddColorNoise<audio::NoiseColor::pink, 15, 45, 0.3>, audio::Gain<-12, 12>>;

using Net =
    Sequential<Input<51, 32, 1>, Conv2D<12, 3, Same>, ReLU, MaxPooling2D<2>, Conv2D<24, 3, Same>, ReLU, MaxPooling2D<2>,
               Conv2D<32, 3, Same>, ReLU, MaxPooling2D<2>, Flatten, Dropout<0.3f>, Dense<10>, Softmax>;
static_assert(Policy::output_shape<Clip> == Shape{51, 32, 1} && Features::output_shape<Clip> == Shape{51, 32, 1});

struct Clips {
  std::vector<float> sounds;
  std::vector<std::uint8_t> words;
  auto feed() const {
    return SpanFeed(std::span<const float>(sounds), std::span<const std::uint8_t>(words), words.size());
  }
};

/// All clips of a folder, at 8000 Hz, cut or filled with silence to one second. Words are numbered by their alphabet.
Clips read_clips(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::map<std::string, std::uint8_t> numbers;
  Clips clips;
  for (const auto& path : files) {
    const std::string name = path.filename();
    numbers.try_emplace(name.substr(0, name.find('_')), static_cast<std::uint8_t>(numbers.size()));
    const SoundFile file = read_sound(path.string());
    audio::Recordings one(rate, 1);
    one.add(file.samples, file.rate, file.channels);
    std::vector<float> clip(one[0].begin(), one[0].end());
    clip.resize(Clip::size, 0.0f);
    clips.sounds.insert(clips.sounds.end(), clip.begin(), clip.end());
    clips.words.push_back(numbers[name.substr(0, name.find('_'))]);
  }
  if (numbers.size() != 10)
    throw std::runtime_error(folder + ": holds " + std::to_string(numbers.size()) + " words, not 10");
  return clips;
}

struct Score {
  double mean = 0, deviation = 0;
};
Score score(const std::vector<double>& x) {
  Score s;
  for (const double v : x) s.mean += v / static_cast<double>(x.size());
  for (const double v : x) s.deviation += (v - s.mean) * (v - s.mean) / static_cast<double>(x.size() - 1);
  s.deviation = std::sqrt(s.deviation);
  return s;
}

/// Trains with a policy for each seed, and prints how much of the other voices is understood.
template <class Training>
Score train(const char* name, const Training& policy, const Clips& clips, const Clips& validation, const Clips& test) {
  std::vector<double> seen, unseen;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Model<Net> model(Adam{1e-3f}, {}, {.seed = seed});
    model.fit(augmented<Clip>(clips.feed(), policy, seed), {.batch_size = 20, .epochs = epochs, .verbose = false});
    seen.push_back(static_cast<double>(model.evaluate(augmented<Clip>(validation.feed(), Features{}, 0)).accuracy()));
    unseen.push_back(static_cast<double>(model.evaluate(augmented<Clip>(test.feed(), Features{}, 0)).accuracy()));
    std::printf("%-8s seed %d: validation %.4f, test %.4f\n", name, static_cast<int>(seed), seen.back(), unseen.back());
    std::fflush(stdout);
  }
  const Score v = score(seen), t = score(unseen);
  std::printf("%-8s validation %.4f +- %.4f, test %.4f +- %.4f\n", name, v.mean, v.deviation, t.mean, t.deviation);
  return t;
}

int run(const std::string& folder) {
  const Clips clips = read_clips(folder + "/train"), validation = read_clips(folder + "/validation"),
              test = read_clips(folder + "/test");
  std::printf("%zu clips to train on, %zu of other voices to choose the policy by, %zu of others again to test\n",
              clips.words.size(), validation.words.size(), test.words.size());
  const std::span<const float> first = std::span(clips.sounds).first(Clip::size);
  const SoundReport heard = preview_wavs<Clip>(Heard{}, first, 1, 8, folder + "/preview");
  std::printf("preview: %zu sounds in %s/preview, %zu of them clipped\n", heard.sounds, folder.c_str(),
              heard.clipped_sounds);
  const Score none = train("none", Features{}, clips, validation, test);
  const Score policy = train("policy", Policy{}, clips, validation, test);
  std::printf("audio_none=%.4f audio_none_deviation=%.4f audio_policy=%.4f audio_policy_deviation=%.4f\n", none.mean,
              none.deviation, policy.mean, policy.deviation);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    if (count != 2) throw std::invalid_argument("usage: spoken_words DIR");
    return run(arguments[1]);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "spoken_words: %s\n", e.what());
    return 1;
  }
}

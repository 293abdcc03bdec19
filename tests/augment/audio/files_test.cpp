// Sounds in and out of files, a policy's preview, and the feed that trains.
#include "sounds.hpp"

#include <cincel/data/sound_file.hpp>
#include <cincel/io/wav.hpp>
#include <cincel/train/augmented_sounds.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace cincel;
using namespace sounds;

namespace {

/// A folder that is removed again.
struct Folder {
  std::string path;
  Folder() {
    char name[] = "/tmp/cincel-sounds-XXXXXX";
    path = mkdtemp(name);
  }
  ~Folder() { std::filesystem::remove_all(path); }
};
using S = Signal<400, 8000, 2>;

}  // namespace

TEST_CASE("a feed of augmented sounds makes spectra, others in each step, and checks sizes") {
  using One = Signal<400, 8000>;
  using Policy = AugmentAudio<audio::Gain<-12, 12, 1>, audio::AddBackgroundNoise<0, 20, 1>,
                              audio::MelSpectrogram<audio::Mel::librosa(128, 64, 8)>, audio::Decibels<>>;
  const auto x = noise(1200);
  const std::vector<std::uint8_t> y{3, 1, 2};
  audio::Noises<8000> noises;
  noises.add(noise(100, 8), 8000);
  const auto feed =
      augmented<One>(SpanFeed(std::span<const float>(x), std::span<const std::uint8_t>(y)), Policy{}, 5, noises);
  static_assert(Feed<decltype(feed), std::uint8_t> && decltype(feed)::sample_size == 7 * 8);
  CHECK(feed.size() == 3);
  const auto made = [&](std::size_t sample, std::uint32_t step) {
    std::vector<float> out(56);
    std::array<std::uint8_t, 1> label{};
    RandomStream random(1, Purpose::feed, 0, step, static_cast<std::uint32_t>(sample));
    feed.fill(sample, std::span<float>(out), std::span<std::uint8_t>(label), random);
    CHECK(label[0] == y[sample]);
    return out;
  };
  CHECK(made(1, 2) == made(1, 2));
  CHECK(made(1, 2) != made(1, 3));
  CHECK(made(1, 2) != made(0, 2));
  std::vector<float> wrong(55);
  std::array<std::uint8_t, 1> label{};
  RandomStream random(1, Purpose::feed);
  CHECK_THROWS_WITH_AS(feed.fill(0, std::span<float>(wrong), std::span<std::uint8_t>(label), random),
                       "augmented: the network takes 55 numbers, the policy makes 56", std::invalid_argument);
}

TEST_CASE("a preview writes the original and what a policy makes of it, and counts what clips") {
  const Folder folder;
  using Loud = AugmentAudio<audio::Gain<20, 20, 1>>;
  using Halved = AugmentAudio<audio::Resample<4000>, audio::Gain<-20, -20, 1>>;
  const auto x = noise(800);
  const SoundReport loud = preview_wavs<S>(Loud{}, x, 1, 3, folder.path);
  CHECK((loud.sounds == 3 && loud.clipped_sounds == 3 && loud.silent == 0));
  CHECK(loud.clipped ==
        3 * static_cast<std::size_t>(std::count_if(x.begin(), x.end(), [](float v) { return std::fabs(v) > 0.1f; })));
  const SoundReport quiet = preview_wavs<S>(Halved{}, x, 1, 2, folder.path);
  CHECK((quiet.sounds == 2 && quiet.clipped_sounds == 0));
  CHECK(std::filesystem::file_size(folder.path + "/original.wav") == 44 + 2 * 800);
  CHECK(std::filesystem::file_size(folder.path + "/augmented_001.wav") == 44 + 2 * 400);
  CHECK(std::filesystem::exists(folder.path + "/augmented_002.wav"));
  CHECK_THROWS_AS(write_wav(folder.path + "/x.wav", x, 8000, 3), std::invalid_argument);
  CHECK_THROWS_AS(write_wav(folder.path + "/none/x.wav", x, 8000, 2), FileError);
}

#if __has_include(<sndfile.h>)
TEST_CASE("WAV and FLAC are read to 16 bits, with their rate and channels") {
  const Folder folder;
  const auto x = noise(800);
  write_wav(folder.path + "/x.wav", x, 8000, 2);
  SF_INFO info{};
  info.samplerate = 8000;
  info.channels = 2;
  info.format = SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
  SNDFILE* flac = sf_open((folder.path + "/x.flac").c_str(), SFM_WRITE, &info);
  REQUIRE(flac != nullptr);
  sf_writef_float(flac, x.data(), 400);
  sf_close(flac);
  for (const char* name : {"/x.wav", "/x.flac"}) {
    CAPTURE(name);
    const SoundFile sound = read_sound(folder.path + name);
    CHECK((sound.rate == 8000 && sound.channels == 2 && sound.length() == 400));
    CHECK(worst(sound.samples, x) < 1.5 / 32768);
  }
}

TEST_CASE("a file that is no sound, is cut off, is empty or too long says so by name") {
  const Folder folder;
  const auto reason = [&](const std::string& name, std::uint64_t most = 1 << 20) {
    try {
      (void)read_sound(folder.path + name, most);
    } catch (const FileError& e) {
      const std::string text = e.what();
      return text.substr(std::min(text.size(), text.find(name) + name.size()));
    }
    return std::string("was read");
  };
  std::ofstream(folder.path + "/text.wav") << "no sound at all, but some text that is long enough";
  CHECK(reason("/text.wav").find(": is no sound that libsndfile reads: ") == 0);
  write_wav(folder.path + "/x.wav", noise(20000), 8000);
  CHECK(reason("/x.wav", 10000) == ": holds more than 10000 numbers");
  write_wav(folder.path + "/empty.wav", {}, 8000);
  CHECK(reason("/empty.wav") == ": holds no sound: it has no samples");
  SF_INFO info{};
  info.samplerate = 8000;
  info.channels = 1;
  info.format = SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
  SNDFILE* flac = sf_open((folder.path + "/cut.flac").c_str(), SFM_WRITE, &info);
  REQUIRE(flac != nullptr);
  sf_writef_float(flac, noise(20000).data(), 20000);
  sf_close(flac);
  std::filesystem::resize_file(folder.path + "/cut.flac", 20000);
  CHECK(reason("/cut.flac") != "was read");
  info.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
  SNDFILE* floats = sf_open((folder.path + "/nan.wav").c_str(), SFM_WRITE, &info);
  REQUIRE(floats != nullptr);
  const float numbers[] = {1, 2, std::nanf("")};
  sf_writef_float(floats, numbers, 3);
  sf_close(floats);
  CHECK(reason("/nan.wav") == ": holds a number that is not finite at moment 2");
  CHECK(reason("/none.wav").find(": ") == 0);
  CHECK(reason("/none.wav") != "was read");
  CHECK(reason("").find("is a directory") != std::string::npos);
}
#endif

TEST_CASE("label safety counts sounds that clip, fall silent or break, before a spectrum is made of them") {
  using Mono = Signal<400, 8000>;
  std::vector<float> x = sounds::sine(400, 440, 8000, 0.5);
  using Loud = AugmentAudio<audio::Gain<-12, 12, 1>>;  // beyond 6.02 dB a sine of 0.5 leaves [-1, 1]
  const SoundSafety loud = label_safety<Loud, Mono>(x, 1, 2000);
  CHECK(loud.sounds == 2000);
  CHECK(std::fabs(static_cast<double>(loud.clipped_sounds) / 2000 - (12 - 6.02) / 24) < 0.03);
  CHECK((loud.silent == 0 && loud.broken == 0));
  using Spectrum =
      AugmentAudio<audio::Gain<-12, 12, 1>, audio::Spectrogram<audio::Framing{64, 16, 64}>, audio::FrequencyNoise<3>>;
  CHECK(label_safety<Spectrum, Mono>(x, 1, 2000).clipped == loud.clipped);  // the same draws
  const SoundSafety cut = label_safety<AugmentAudio<audio::Shift<1, 1>>, Mono>(std::vector<float>(400, 0.0f), 1, 10);
  CHECK(cut.silent == 0);  // the source was silent
  x.assign(400, 0.0f);
  x[399] = 1;
  const SoundSafety gone = label_safety<AugmentAudio<audio::Shift<1, 1>>, Mono>(x, 1, 2000);
  CHECK(std::fabs(static_cast<double>(gone.silent) / 2000 - 0.5) < 0.04);  // every shift to later times
  x[399] = std::numeric_limits<float>::infinity();
  CHECK(label_safety<AugmentAudio<>, Mono>(x, 1, 3).broken == 3);
}

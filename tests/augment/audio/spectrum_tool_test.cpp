// `cincel augment` on spectra: NumPy arrays in and out, against torch, scipy and numpy (make_audio_reference.py), against
// policies by the same numbers, and what it says of wrong ones.
#include "../../../tools/augment_any.hpp"
#include "../says.hpp"
#include "sounds.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

using namespace cincel;
using sounds::file, sounds::worst;

namespace {

const std::string spectrum_folder = std::filesystem::temp_directory_path().string() + "/cincel_augment_spectra";

using Extents = std::vector<std::int64_t>;

void run_tool(const std::string& step, const std::string& params, std::optional<std::int64_t> rate = {}) {
  std::ostringstream out;
  augment({step, params, spectrum_folder + "/x.npy", spectrum_folder + "/y.npy", {}, rate}, out);
}
/// What a step makes of an array, which must have this shape.
std::vector<float> made(const std::string& step, const std::string& params, const std::vector<float>& x,
                        const Extents& shape, const Extents& result, std::optional<std::int64_t> rate = {}) {
  std::filesystem::create_directories(spectrum_folder);
  write_npy(spectrum_folder + "/x.npy", {x, shape, false});
  run_tool(step, params, rate);
  const NpyArray y = read_npy(spectrum_folder + "/y.npy", npy_spectrum);
  CHECK(y.shape == result);
  return y.numbers;
}
std::string reason(const std::string& step, const std::string& params, std::optional<std::int64_t> rate = {}) {
  return reason_of([&] { run_tool(step, params, rate); });
}
/// The largest error as a part of the largest number.
double relative(const std::vector<float>& y, const std::vector<float>& expected) {
  float most = 0;
  for (const float v : expected) most = std::max(most, std::fabs(v));
  return worst(y, expected) / static_cast<double>(most);
}
std::vector<float> reversed_time(std::vector<float> x) {
  std::reverse(x.begin(), x.end());
  return x;
}

}  // namespace

TEST_CASE("cincel augment makes spectra of sounds as torch, librosa's and HTK's formulas do") {
  const std::vector<float> re_im = file()["stft.zeros"];
  std::vector<float> power(19 * 33);
  for (std::size_t i = 0; i < power.size(); ++i)
    power[i] = re_im[i] * re_im[i] + re_im[i + power.size()] * re_im[i + power.size()];
  const auto noise = sounds::noise(300);
  CHECK(relative(made("spectrogram", R"({"n_fft": 64})", noise, {300}, {19, 33}, 8000), power) < 4e-6);
  std::vector<float> magnitude = power;
  for (float& v : magnitude) v = std::sqrt(v);
  CHECK(relative(made("spectrogram", R"({"n_fft": 64, "hop": 16, "exponent": 1})", noise, {1, 300}, {1, 19, 33}, 8000),
                 magnitude) < 4e-6);
  const auto x = file()["mel.sound"];
  CHECK(relative(made("mel_spectrogram", R"({"n_fft": 256, "hop": 64, "filters": 20})", x, {600}, {10, 20}, 8000),
                 file()["mel.librosa"]) < 2e-6);
  CHECK(relative(made("mel_spectrogram", R"({"preset": "keras", "n_fft": 256, "hop": 64, "filters": 20})", x, {600},
                      {10, 20}, 8000),
                 file()["mel.keras"]) < 2e-6);
  CHECK(relative(made("mel_spectrogram", R"({"preset": "htk", "n_fft": 256, "hop": 80, "window": 200, "filters": 20})",
                      x, {600}, {6, 20}, 8000),
                 file()["mel.htk"]) < 2e-6);
  CHECK(worst(made("decibels", "{}", file()["mel.librosa"], {10, 20}, {10, 20}), file()["decibels"]) < 1e-4);
  CHECK(worst(made("decibels", R"({"top": 30})", file()["mel.librosa"], {10, 20}, {10, 20}), file()["decibels.30"]) <
        1e-4);
  CHECK(relative(made("mfcc", "{}", file()["decibels"], {10, 20}, {10, 13}), file()["mfcc"]) < 1e-5);
  CHECK(relative(made("mfcc", R"({"count": 13, "lifter": 22})", file()["decibels"], {10, 20}, {10, 13}),
                 file()["mfcc.lifter"]) < 1e-5);
  const auto logs = made("logarithm", R"({"least": 0.001})", file()["mel.htk"], {6, 20}, {6, 20});
  CHECK(relative(made("mfcc", R"({"transform": "htk", "lifter": 22})", logs, {6, 20}, {6, 13}), file()["mfcc.htk"]) <
        1e-5);
}

TEST_CASE("cincel augment warps a spectrum's time as numpy's interpolation does") {
  const auto x = file()["warp.spectrum"];
  CHECK(worst(made("time_warp", R"({"centre": 5.25, "by": 2.75})", x, {13, 10}, {13, 10}), file()["warp.later"]) <
        1e-6);
  CHECK(worst(made("time_warp", R"({"centre": 8.5, "by": -3})", x, {13, 10}, {13, 10}), file()["warp.earlier"]) < 1e-6);
  // Read backwards, a frame that moves later moves earlier.
  CHECK(worst(reversed_time(made("time_warp", R"({"centre": 6, "by": -2})", reversed_time(x), {13, 10}, {13, 10})),
              file()["warp.whole"]) < 1e-6);
  CHECK(made("time_warp", R"({"centre": 0, "by": 0})", {1, 2, 3}, {3, 1}, {3, 1}) == std::vector<float>{1, 2, 3});
  CHECK(made("time_warp", R"({"centre": 1, "by": 1})", {0, 2, 4}, {3, 1}, {3, 1}) == std::vector<float>{0, 1, 2});
  CHECK(made("time_warp", R"({"centre": 1, "by": -1})", {0, 2, 4}, {3, 1}, {3, 1}) == std::vector<float>{0, 3, 4});
}

TEST_CASE("cincel augment masks frames and bins of all channels, and changes levels of bins as a policy does") {
  const std::vector<float> x{1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60};  // channels, frames, bins: 2, 2, 3
  CHECK(made("frequency_masking", R"({"first": 1, "width": 2, "fill": "zero"})", x, {2, 2, 3}, {2, 2, 3}) ==
        std::vector<float>{1, 0, 0, 4, 0, 0, 10, 0, 0, 40, 0, 0});
  CHECK(made("time_masking", R"({"first": 1, "width": 1})", x, {2, 2, 3}, {2, 2, 3}) ==
        std::vector<float>{1, 2, 3, 19.25f, 19.25f, 19.25f, 10, 20, 30, 19.25f, 19.25f, 19.25f});
  CHECK(made("time_masking", R"({"first": 0, "width": 0})", x, {4, 3}, {4, 3}) == x);
  for (const auto& [name, unit] :
       {std::pair("power", audio::SoundForm::Unit::power), std::pair("magnitude", audio::SoundForm::Unit::magnitude),
        std::pair("decibel", audio::SoundForm::Unit::decibel),
        std::pair("logarithm", audio::SoundForm::Unit::logarithm)}) {
    audio::SoundWork w;
    w.x = x;
    audio::FrequencyNoise<3>::run({.noise = 9}, {unit, 4, 3, 1, 8000}, w);
    const std::string params = std::string(R"({"deviation": 3, "seed": 9, "unit": ")") + name + "\"}";
    CHECK(made("frequency_noise", params, x, {4, 3}, {4, 3}) == w.x);
  }
  CHECK(made("frequency_noise", R"({"deviation": 0, "seed": 9})", x, {4, 3}, {4, 3}) == x);
}

TEST_CASE("cincel augment says what is wrong with spectra and their parameters") {
  made("time_masking", R"({"first": 0, "width": 1})", {1, 2, 3, 4, 5, 6}, {2, 3}, {2, 3});
  check_says(reason("time_masking", "{}"), "augment time_masking: needs the parameter \"first\", a number from 0 to 1");
  check_says(reason("time_masking", R"({"first": 1, "width": 2})"), "reaches beyond the spectrum's 2 frames");
  check_says(reason("frequency_masking", R"({"first": 2, "width": 2})"), "reaches beyond the spectrum's 3 bins");
  check_says(reason("frequency_masking", R"({"first": 0, "width": 1, "fill": "one"})"), "must be one of mean, zero");
  check_says(reason("time_warp", R"({"centre": 0.5, "by": 0.75})"),
             "moves the frame to 1.25, beyond the spectrum's frames 0 to 1");
  check_says(reason("time_warp", R"({"centre": 0.5, "by": -0.75})"), "beyond the spectrum's frames");
  check_says(reason("frequency_noise", R"({"deviation": 1, "seed": 1, "unit": "dB"})"), "must be one of power");
  check_says(reason("mfcc", R"({"count": 4})"), "\"count\" is 4, but must be a number from 1 to 3");
  check_says(reason("decibels", "{}", 8000), "augment decibels: takes no --rate");
  check_says(reason("spectrogram", R"({"n_fft": 64})"), "needs --rate");
  check_says(reason("spectrogram", R"({"n_fft": 14})", 8000), "needs an n_fft that is even");
  check_says(reason("spectrogram", R"({"n_fft": 8, "hop": 9})", 8000), "needs a hop of 1 to n_fft samples");
  check_says(reason("spectrogram", R"({"n_fft": 8, "padding": "none"})", 8000), "needs at least 8 samples");
  check_says(reason("mel_spectrogram", R"({"n_fft": 256})", 16000), "leaves filter 0 empty");
  check_says(reason("mel_spectrogram", R"({"n_fft": 256, "filters": 20, "high": 5000})", 8000),
             "has frequencies above half the rate");
  write_npy(spectrum_folder + "/x.npy", {{1, 2, 3}, {3}, false});
  check_says(reason("decibels", "{}"), "but a spectrum is (frames, bins) or (channels, frames, bins)");
  write_npy(spectrum_folder + "/x.npy", {{1, 2}, {1, 2}, true});
  check_says(reason("decibels", "{}"), "holds numbers of 8 bits, but a spectrum is float32");
  write_npy(spectrum_folder + "/x.npy", {std::vector<float>(300), {1, 1, 300}, false});
  CHECK(reason("logarithm", "{}").empty());  // bins are no channels of a picture
  check_says(reason("invert", "{}"), "has more than 256 channels");
  std::ostringstream listed;
  list_all_steps(listed);
  check_says(listed.str(), "on spectra, --input x.npy --output y.npy:\nfrequency_masking: first width fill\n");
  check_says(listed.str(), "mel_spectrogram: preset n_fft hop window filters low high\n");
  std::filesystem::remove_all(spectrum_folder);
}

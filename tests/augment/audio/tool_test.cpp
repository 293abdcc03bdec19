// `cincel augment` on sounds: NumPy arrays in and out, the library's steps by given numbers, and what it says of wrong ones.
#include "../../../tools/augment_sound.hpp"
#include "../says.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <sstream>

using namespace cincel;

namespace {

constexpr std::int64_t moments = 600, tool_rate = 8000;
using Stereo = Signal<moments, tool_rate, 2>;

const std::string tool_folder = std::filesystem::temp_directory_path().string() + "/cincel_augment_sounds";

/// Two channels of tones, each channel in one piece as NumPy has it.
std::vector<float> tones() {
  std::vector<float> x(2 * moments);
  for (std::size_t i = 0; i < moments; ++i) {
    const double t = static_cast<double>(i) / tool_rate * 2 * std::numbers::pi;
    x[i] = static_cast<float>(0.5 * std::sin(440 * t) + 0.1 * std::sin(3000 * t));
    x[moments + i] = static_cast<float>(0.3 * std::cos(700 * t));
  }
  return x;
}
void write_sound(const std::string& name, const std::vector<float>& x, std::vector<std::int64_t> shape) {
  std::filesystem::create_directories(tool_folder);
  write_npy(tool_folder + "/" + name, {x, std::move(shape), false});
}
std::vector<float> turned(const std::vector<float>& x, std::size_t rows, std::size_t columns) {
  std::vector<float> y(x.size());
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t k = 0; k < columns; ++k) y[k * rows + i] = x[i * columns + k];
  return y;
}
void apply(const std::string& step, const std::string& params, const std::string& input = "x.npy",
           std::int64_t rate = tool_rate) {
  const NamedSoundStep* found = find_sound_step(step);
  REQUIRE(found != nullptr);
  augment_sound(*found, params, tool_folder + "/" + input, tool_folder + "/y.npy", rate);
}
NpyArray result() { return read_npy(tool_folder + "/y.npy", npy_sound); }
/// What a step makes of the stereo sound.
std::vector<float> stereo(const std::string& step, const std::string& params) {
  write_sound("x.npy", tones(), {2, moments});
  apply(step, params);
  const NpyArray y = result();
  CHECK(y.shape == std::vector<std::int64_t>{2, moments});
  return y.numbers;
}
/// What it makes of a short sound of one channel.
std::vector<float> mono(const std::string& step, const std::string& params, const std::vector<float>& x) {
  write_sound("m.npy", x, {static_cast<std::int64_t>(x.size())});
  apply(step, params, "m.npy");
  CHECK(result().shape.size() == 1);
  return result().numbers;
}
/// What a policy of one step makes of the stereo sound by these numbers.
template <class Step>
std::vector<float> by_policy(const audio::StepDraw& d) {
  using Policy = AugmentAudio<Step>;
  typename Policy::Draw drawn;
  drawn.step[0] = d;
  drawn.step[0].applied = true;
  const std::vector<float> x = turned(tones(), 2, moments);
  std::vector<float> y(Policy::template output_size<Stereo>);
  Policy::template apply<Stereo>(drawn, std::span<const float, Stereo::size>(x),
                                 std::span<float, Policy::template output_size<Stereo>>(y));
  return turned(y, y.size() / 2, 2);
}
double distance(const std::vector<float>& a, const std::vector<float>& b) {
  REQUIRE(a.size() == b.size());
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    most = (std::max)(most, std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
  return most;
}
std::string reason(const std::string& step, const std::string& params, const std::string& input = "x.npy",
                   std::int64_t rate = tool_rate) {
  return reason_of([&] { apply(step, params, input, rate); });
}

}  // namespace

TEST_CASE("cincel augment runs steps on sounds, channels first, as a policy does by the same numbers") {
  using namespace cincel::audio;
  CHECK(stereo("gain", R"({"decibels": -6})") == by_policy<Gain<>>({.value = -6}));
  CHECK(stereo("polarity_inversion", "{}") == by_policy<PolarityInversion<>>({}));
  CHECK(stereo("shift", R"({"share": 0.25})") == by_policy<Shift<>>({.value = 0.25}));
  CHECK(stereo("roll", R"({"share": -0.1})") == by_policy<Roll<>>({.value = -0.1}));
  CHECK(stereo("clipping_distortion", R"({"percent": 30})") == by_policy<ClippingDistortion<>>({.value = 30}));
  CHECK(stereo("gaussian_snr", R"({"snr": 10, "seed": 7})") == by_policy<AddGaussianSNR<>>({.value = 10, .noise = 7}));
  CHECK(stereo("color_noise", R"({"snr": 3, "seed": 9, "color": "brown"})") ==
        by_policy<AddColorNoise<NoiseColor::brown>>({.value = 3, .noise = 9}));
  CHECK(stereo("time_mask", R"({"share": 0.2, "place": 0.5})") ==
        by_policy<TimeMask<>>({.value = 0.2, .second = 0.5 * (1 - 1e-9)}));
  CHECK(stereo("pitch_shift", R"({"semitones": 3})") == by_policy<PitchShift<>>({.value = 3}));
  CHECK(stereo("time_stretch", R"({"rate": 1.2})") == by_policy<TimeStretch<>>({.value = 1.2}));
  CHECK(stereo("phase_randomization", R"({"share": 0.5, "seed": 3})") ==
        by_policy<PhaseRandomization<0.5>>({.noise = 3}));
  CHECK(distance(stereo("low_pass", R"({"cutoff": 1000, "rolloff": 24})"),
                 by_policy<LowPassFilter<1000, 1000, 24>>({.value = 0.5})) < 1e-6);
  CHECK(distance(stereo("high_pass", R"({"cutoff": 900})"), by_policy<HighPassFilter<900, 900>>({.value = 0.5})) <
        1e-6);
  CHECK(distance(stereo("band_pass", R"({"centre": 800, "width": 0.5})"),
                 by_policy<BandPassFilter<800, 800>>({.value = 0.5, .second = 0.5})) < 1e-6);
}

TEST_CASE("cincel augment makes sounds of another length, and keeps the form of the array") {
  write_sound("x.npy", tones(), {2, moments});
  apply("time_stretch", R"({"rate": 1.25, "keep_length": 0})");
  CHECK(result().shape == std::vector<std::int64_t>{2, 480});
  CHECK(result().numbers == by_policy<audio::FixedTimeStretch<1.25>>({}));
  apply("resample", R"({"to": 12000})");
  CHECK(result().shape == std::vector<std::int64_t>{2, 900});
  CHECK(result().numbers == by_policy<audio::Resample<12000>>({}));
  apply("resample", R"({"to": 8000})");
  CHECK(result().numbers == tones());
  CHECK(mono("roll", R"({"share": 0.5})", {1, 2, 3, 4}) == std::vector<float>{3, 4, 1, 2});
  CHECK(mono("gain", R"({"decibels": 0})", {1}) == std::vector<float>{1});
}

TEST_CASE("cincel augment reads recordings and impulse responses from arrays") {
  write_sound("late.npy", {0, 0, 1}, {3});
  CHECK(distance(mono("impulse_response", "{\"response\": \"" + tool_folder + "/late.npy\", \"level\": \"as_is\"}",
                      {1, -1, 0.5f, 0.25f, 0}),
                 {0, 0, 1, -1, 0.5f}) < 1e-6);
  CHECK(distance(mono("impulse_response", "{\"response\": \"" + tool_folder + "/late.npy\", \"level\": \"half_peak\"}",
                      {1, -2, 0.5f, 0.25f, 0}),
                 {0, 0, 0.25f, -0.5f, 0.125f}) < 1e-6);
  write_sound("hum.npy", {5, -5}, {2});
  const std::string hum = "{\"recording\": \"" + tool_folder + "/hum.npy\", \"snr\": 0}";
  CHECK(distance(mono("background_noise", hum, {1, 1, -1, -1}), {2, 0, 0, -2}) < 1e-6);
  CHECK(reason("background_noise", R"({"snr": 0})", "m.npy") ==
        "augment background_noise: needs the parameter \"recording\", a name");
  check_says(reason("background_noise", R"({"snr": 0, "recording": "none.npy"})", "m.npy"),
             "none.npy: cannot be opened");
  write_sound("nan.npy", {0, std::nanf("")}, {2});
  check_says(reason("background_noise", "{\"recording\": \"" + tool_folder + "/nan.npy\", \"snr\": 0}", "m.npy"),
             "nan.npy: recording 0: a number is not finite");
}

TEST_CASE("cincel augment says what is wrong with sounds and their parameters") {
  write_sound("x.npy", tones(), {2, moments});
  check_says(reason("gain", "{}"), "augment gain: needs the parameter \"decibels\", a number from -120 to 120");
  check_says(reason("gain", R"({"decibels": 200})"), "\"decibels\" is 200, but must be a number from -120 to 120");
  check_says(reason("gain", R"({"decibels": 1, "factor": 2})"), "has no parameter \"factor\"");
  check_says(reason("gain", R"({"decibels": 1})", "x.npy", 0), "needs --rate");
  check_says(reason("gain", R"({"decibels": 1})", "x.npy", 2'000'000), "from 1 to 1000000");
  check_says(reason("low_pass", R"({"cutoff": 4000})"), "4000 Hz is not below half the rate of 8000 Hz");
  check_says(reason("band_pass", R"({"centre": 3900, "width": 0.1})"), "is not below half the rate");
  check_says(reason("low_pass", R"({"cutoff": 400, "rolloff": 10})"), "must be 6, 12, 18 ... 96");
  check_says(reason("color_noise", R"({"snr": 1, "seed": 1, "color": "red"})"), "must be one of pink, white, brown");
  write_sound("wide.npy", std::vector<float>(130), {65, 2});
  check_says(reason("polarity_inversion", "{}", "wide.npy"), "wide.npy: has 65 channels, at most 64");
  write_sound("picture.npy", std::vector<float>(8), {2, 2, 2});
  check_says(reason("polarity_inversion", "{}", "picture.npy"), "but a sound is (samples,) or (channels, samples)");
  write_npy(tool_folder + "/bytes.npy", {{1, 2}, {2}, true});
  check_says(reason("polarity_inversion", "{}", "bytes.npy"), "but a sound is float32");
  check_says(reason("time_stretch", R"({"rate": 0.1, "keep_length": 2})"), "\"keep_length\" is 2");
  write_sound("one.npy", {1}, {1});
  check_says(reason("time_stretch", R"({"rate": 10, "keep_length": 0})", "one.npy"), "leaves nothing of the sound");
  CHECK(find_sound_step("hue") == nullptr);
  std::ostringstream listed;
  list_sound_steps(listed);
  check_says(listed.str(), "low_pass: cutoff rolloff\n");
  std::filesystem::remove_all(tool_folder);
}

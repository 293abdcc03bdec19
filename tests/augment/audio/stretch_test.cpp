// Tempo and pitch: tones keep what they shall keep, what sets in stays sharp, channels stay apart.
#include "sounds.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace cincel;
using namespace sounds;

namespace {

using S = Signal<8000, 8000>;
using Stretched = AugmentAudio<audio::TimeStretch<0.5, 2>>;
using Shifted = AugmentAudio<audio::PitchShift<-12, 12>>;

/// The frequency of a tone, by the phase that its middle goes on between two windows.
double frequency(const std::vector<float>& x, std::size_t first, std::size_t n, double rate) {
  const auto length = static_cast<std::int64_t>(n);
  const audio::Framing f{length, 1, length, audio::WindowShape::hann, audio::FramePadding::none};
  std::vector<float> re(static_cast<std::size_t>(2 * f.bins())), im(re);
  audio::stft(f, x.data() + first, length + 1, 1, re.data(), im.data());
  std::size_t best = 1;
  const auto at = [&](std::size_t k) { return re[k] * re[k] + im[k] * im[k]; };
  for (std::size_t k = 1; k < n / 2; ++k) best = at(k) > at(best) ? k : best;
  const std::size_t next = best + n / 2 + 1;
  const float r = re[next] * re[best] + im[next] * im[best], i = im[next] * re[best] - re[next] * im[best];
  return std::atan2(static_cast<double>(i), static_cast<double>(r)) / (2 * std::numbers::pi) * rate;
}
/// The share of the energy within 8 ms around the loudest sample.
double sharpness(const std::vector<float>& x, std::size_t rate) {
  std::size_t loudest = 0;
  double all = 0, near = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    all += static_cast<double>(x[i] * x[i]);
    loudest = std::fabs(x[i]) > std::fabs(x[loudest]) ? i : loudest;
  }
  const std::size_t reach = rate / 250;
  for (std::size_t i = loudest < reach ? 0 : loudest - reach; i < std::min(x.size(), loudest + reach); ++i)
    near += static_cast<double>(x[i] * x[i]);
  return near / all;
}

}  // namespace

TEST_CASE("a stretched tone has its frequency to 0.1 %, its level to 5 %, and silence where nothing is left") {
  for (const double tone : {220.0, 437.0, 1210.0, 3000.0})
    for (const double rate : {0.5, 0.8, 0.93, 1.25, 2.0}) {
      CAPTURE(tone);
      CAPTURE(rate);
      const auto y = transformed<Stretched, S>(drawn<Stretched>(rate), sine(8000, tone, 8000));
      CHECK(std::fabs(frequency(y, 1000, 2000, 8000) / tone - 1) < 1e-3);
      CHECK(std::fabs(level({y.begin() + 1000, y.begin() + 3000}) / (0.5 / std::sqrt(2)) - 1) < 0.05);
      const auto end = static_cast<std::size_t>(std::lround(8000 / rate));
      if (end < 8000) CHECK(std::all_of(y.begin() + static_cast<long>(end), y.end(), [](float v) { return v == 0; }));
      if (end < 8000)
        CHECK(level({y.begin() + static_cast<long>(end) - 300, y.begin() + static_cast<long>(end)}) > 0.1);
    }
}

TEST_CASE("a fixed stretch has its new length in the type, and the whole sound in it") {
  using Faster = AugmentAudio<audio::FixedTimeStretch<1.25>>;
  using Slower = AugmentAudio<audio::FixedTimeStretch<0.7>>;
  static_assert(Faster::output_length<S> == 6400 && Slower::output_length<S> == 11429);
  auto x = sine(8000, 500, 8000);
  std::fill(x.begin() + 4000, x.end(), 0.0f);  // the tone ends in the middle, and so it does in the result
  const auto fast = transformed<Faster, S>({}, x), slow = transformed<Slower, S>({}, x);
  CHECK(std::fabs(frequency(fast, 500, 2000, 8000) / 500 - 1) < 1e-3);
  CHECK(std::fabs(frequency(slow, 500, 2000, 8000) / 500 - 1) < 1e-3);
  CHECK(level({fast.begin() + 2700, fast.begin() + 3000}) > 0.3);
  CHECK(level({fast.begin() + 3500, fast.end()}) < 0.02);
  CHECK(level({slow.begin() + 5000, slow.begin() + 5400}) > 0.3);
  CHECK(level({slow.begin() + 6100, slow.end()}) < 0.02);
}

TEST_CASE("a shifted tone has its new frequency to 0.1 %, its length and its level") {
  for (const double tone : {220.0, 437.0, 1210.0})
    for (const double semitones : {-12.0, -4.0, -0.5, 1.0, 4.0, 12.0}) {
      CAPTURE(tone);
      CAPTURE(semitones);
      const auto y = transformed<Shifted, S>(drawn<Shifted>(semitones), sine(8000, tone, 8000));
      CHECK(y.size() == 8000);
      CHECK(std::fabs(frequency(y, 3000, 2000, 8000) / (tone * std::pow(2, semitones / 12)) - 1) < 1e-3);
      CHECK(std::fabs(level({y.begin() + 1000, y.begin() + 7000}) / (0.5 / std::sqrt(2)) - 1) < 0.05);
    }
}

TEST_CASE("a rate of 1 and a shift by 0 give the sound back") {  // librosa#1700
  const auto x = noise(8000);
  CHECK(worst(transformed<Stretched, S>(drawn<Stretched>(1), x), x) < 2e-6);
  CHECK(transformed<Shifted, S>(drawn<Shifted>(0), x) == x);
}

TEST_CASE("sounds shorter than a frame, single samples and silence are stretched and shifted") {  // librosa#900
  using Tiny = Signal<1, 8000>;
  using Short = Signal<50, 8000, 2>;
  CHECK(transformed<Stretched, Tiny>(drawn<Stretched>(2), {1}).size() == 1);
  CHECK(std::isfinite(transformed<Shifted, Tiny>(drawn<Shifted>(3), {1})[0]));
  for (const float v : transformed<Shifted, Short>(drawn<Shifted>(3), noise(100))) CHECK(std::isfinite(v));
  for (const float v : transformed<Stretched, Short>(drawn<Stretched>(0.7), noise(100))) CHECK(std::isfinite(v));
  const std::vector<float> silent(100, 0.0f);
  CHECK(transformed<Stretched, Short>(drawn<Stretched>(0.7), silent) == silent);
  CHECK(transformed<Shifted, Short>(drawn<Shifted>(3), silent) == silent);
}

TEST_CASE("a click stays a click: nine tenths of its energy within 8 ms") {  // audiomentations#169, #368
  std::vector<float> x(8000, 0.0f);
  x[4003] = 1;
  for (const double rate : {0.6, 0.8, 1.25, 1.7}) {
    CAPTURE(rate);
    const auto y = transformed<Stretched, S>(drawn<Stretched>(rate), x);
    CHECK(sharpness(y, 8000) > 0.9);
    const auto loudest =
        std::max_element(y.begin(), y.end(), [](float a, float b) { return a * a < b * b; }) - y.begin();
    CHECK(std::fabs(static_cast<double>(loudest) - 4003 / rate) < 128);  // where it belongs, to less than a hop
  }
}

TEST_CASE("what sets in behind silence or another tone is as sharp as it was") {
  auto x = sine(8000, 300, 8000, 0.005);
  const auto burst = noise(800, 5);
  for (std::size_t i = 0; i < 800; ++i) x[4000 + i] += burst[i] * std::exp(-static_cast<float>(i) / 20.0f);
  for (const double rate : {0.8, 1.25}) {
    CAPTURE(rate);
    CHECK(sharpness(x, 8000) > 0.8);
    CHECK(sharpness(transformed<Stretched, S>(drawn<Stretched>(rate), x), 8000) > 0.9 * sharpness(x, 8000));
  }
}

TEST_CASE("channels keep their differences in phase and level") {
  using Two = Signal<8000, 8000, 2>;
  std::vector<float> x(16000);
  for (std::size_t i = 0; i < 8000; ++i) {
    const double t = 2 * std::numbers::pi * static_cast<double>(i) / 8000;
    x[2 * i] = static_cast<float>(0.4 * std::sin(440 * t) + 0.2 * std::sin(1200 * t));
    x[2 * i + 1] = static_cast<float>(-0.2 * std::sin(440 * t) - 0.1 * std::sin(1200 * t));  // opposite, half as loud
  }
  for (const double rate : {0.8, 1.25}) {
    const auto y = transformed<Stretched, Two>(drawn<Stretched>(rate), x);
    double off = 0, all = 0;
    for (std::size_t i = 0; i < 5000; ++i) {
      off += std::pow(static_cast<double>(y[2 * i] + 2 * y[2 * i + 1]), 2);
      all += std::pow(static_cast<double>(y[2 * i]), 2);
    }
    CHECK(off < 1e-6 * all);
    CHECK(all > 5000 * 0.08);
  }
}

TEST_CASE("turned phases keep the levels of bands and change the wave; another seed is another wave") {
  using Policy = AugmentAudio<audio::PhaseRandomization<1>>;
  const auto x = sine(8000, 600, 8000);
  const auto y = transformed<Policy, S>(drawn<Policy>(0, 0, 1), x),
             z = transformed<Policy, S>(drawn<Policy>(0, 0, 2), x);
  CHECK(worst(y, x) > 0.1);
  CHECK(worst(y, z) > 0.1);
  std::vector<float> re(4001), im(4001);
  audio::real_fft(8000).forward(y.data(), re.data(), im.data());
  double within = 0, all = 0;
  for (std::size_t k = 0; k <= 4000; ++k) {
    const double p = static_cast<double>(re[k] * re[k] + im[k] * im[k]);
    all += p;
    within += k > 550 && k < 650 ? p : 0;
  }
  CHECK(within > 0.95 * all);
  using Slightly = AugmentAudio<audio::PhaseRandomization<0.001>>;
  CHECK(worst(transformed<Slightly, S>(drawn<Slightly>(0, 0, 1), x), x) < 0.01);
}

TEST_CASE("a voiced sound keeps its harmonics: 99 % of the energy within 12 Hz of them, its level to 1 dB") {
  std::vector<float> x(8000, 0.0f);
  for (int h = 1; h <= 12; ++h) {
    const auto part = sine(8000, 155.0 * h, 8000, 0.3 / h);
    for (std::size_t i = 0; i < 8000; ++i) x[i] += part[i];
  }
  const auto harmonic = [&](const std::vector<float>& y, double pitch, std::size_t first) {
    CAPTURE(pitch);
    constexpr std::int64_t n = 4000;
    std::vector<float> frame(n), re(n / 2 + 1), im(n / 2 + 1);
    const auto w = audio::window_of({n, n, n});
    for (std::size_t i = 0; i < n; ++i) frame[i] = w[i] * y[first + i];
    audio::real_fft(n).forward(frame.data(), re.data(), im.data());
    double near = 0, all = 0;
    for (std::size_t k = 0; k <= n / 2; ++k) {
      const double p = static_cast<double>(re[k] * re[k] + im[k] * im[k]), hertz = 2.0 * static_cast<double>(k);
      all += p;
      near += std::fabs(hertz - pitch * std::round(hertz / pitch)) <= 12 ? p : 0;
    }
    CHECK(near > 0.99 * all);
    const auto at = [&](const std::vector<float>& s) {
      return level({s.begin() + static_cast<long>(first), s.begin() + static_cast<long>(first) + n});
    };
    CHECK(std::fabs(20 * std::log10(at(y) / at(x))) < 1);
  };
  for (const double rate : {0.7, 0.9, 1.1, 1.4})
    harmonic(transformed<Stretched, S>(drawn<Stretched>(rate), x), 155, 1000);
  for (const double semitones : {-5.0, -1.0, 2.0, 6.0})
    harmonic(transformed<Shifted, S>(drawn<Shifted>(semitones), x), 155 * std::pow(2, semitones / 12), 2000);
}

TEST_CASE("stretched noise keeps its level to 2 dB") {
  const auto x = noise(8000);
  for (const double rate : {0.7, 0.9, 1.1, 1.4}) {
    const auto y = transformed<Stretched, S>(drawn<Stretched>(rate), x);
    CHECK(std::fabs(20 * std::log10(level({y.begin() + 500, y.begin() + 5000}) / level(x))) < 2);
  }
}

// Steps on samples: levels, noise, filters, rooms, rates; by hand, and against numpy and scipy.signal
// (tests/reference/make_audio_reference.py).
#include "sounds.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

using namespace cincel;
using namespace sounds;

namespace {

using Few = Signal<6, 1000>;
using Stereo = Signal<300, 8000, 2>;
const std::vector<float> few{0.5f, -0.25f, 1, 0, -1, 0.125f};

/// The slope of power over frequency, dB an octave, between the 16th and the last quarter of the bins.
double slope(audio::NoiseColor color) {
  constexpr std::int64_t n = 16384;
  std::vector<float> x(n), re(n / 2 + 1), im(n / 2 + 1);
  audio::colored_noise(x.data(), n, 1, color, 5, 0);
  audio::real_fft(n).forward(x.data(), re.data(), im.data());
  std::vector<double> octaves;
  for (std::size_t low = 64; low < n / 2; low *= 2) {
    double power = 0;
    for (std::size_t k = low; k < 2 * low; ++k) power += static_cast<double>(re[k] * re[k] + im[k] * im[k]);
    octaves.push_back(10 * std::log10(power / static_cast<double>(low)));
  }
  return (octaves.back() - octaves.front()) / static_cast<double>(octaves.size() - 1);
}

}  // namespace

TEST_CASE("the transform of real numbers equals numpy's to 1e-6 of its norm, and its inverse gives them back") {
  for (const std::int64_t n : {2, 4, 6, 10, 30, 48, 90, 400, 512, 1000}) {
    CAPTURE(n);
    const std::vector<float> x = noise(static_cast<std::size_t>(n)), expected = file()["fft." + std::to_string(n)];
    const auto bins = static_cast<std::size_t>(n / 2 + 1);
    std::vector<float> y(2 * bins), back(x.size());
    audio::RealFft fft(n);
    fft.forward(x.data(), y.data(), y.data() + bins);
    CHECK(worst(y, expected) < 1e-6 * level(expected) * std::sqrt(static_cast<double>(2 * bins)));
    fft.inverse(y.data(), y.data() + bins, back.data());
    CHECK(worst(back, x) < 1e-6);
  }
  static_assert(audio::is_fast_length(400) && !audio::is_fast_length(402) && !audio::is_fast_length(15));
  static_assert(audio::fast_length(401) == 432 && audio::fast_length(1) == 2);
}

TEST_CASE("a gain of 20 dB is a factor of 10, and a turned sign is exact") {
  using Louder = AugmentAudio<audio::Gain<-20, 20>>;
  CHECK(transformed<Louder, Few>(drawn<Louder>(20), few)[0] == doctest::Approx(5).epsilon(1e-7));
  CHECK(transformed<Louder, Few>(drawn<Louder>(-20), few)[4] == doctest::Approx(-0.1).epsilon(1e-7));
  using Turned = AugmentAudio<audio::PolarityInversion<>>;
  CHECK(transformed<Turned, Few>(drawn<Turned>(), few) == std::vector<float>{-0.5f, 0.25f, -1, -0.0f, 1, -0.125f});
  CHECK(transformed<Turned, Few>({}, few) == few);
}

TEST_CASE("a positive shift is later; silence comes in, or what left at the other end, moments whole") {
  using Moved = AugmentAudio<audio::Shift<0.5>>;
  using Rolled = AugmentAudio<audio::Roll<0.5>>;
  CHECK(transformed<Moved, Few>(drawn<Moved>(1 / 3.0), few) == std::vector<float>{0, 0, 0.5f, -0.25f, 1, 0});
  CHECK(transformed<Moved, Few>(drawn<Moved>(-1 / 3.0), few) == std::vector<float>{1, 0, -1, 0.125f, 0, 0});
  CHECK(transformed<Rolled, Few>(drawn<Rolled>(1 / 3.0), few) == std::vector<float>{-1, 0.125f, 0.5f, -0.25f, 1, 0});
  CHECK(transformed<Rolled, Few>(drawn<Rolled>(-0.5), few) == std::vector<float>{0, -1, 0.125f, 0.5f, -0.25f, 1});
  using Two = Signal<3, 1000, 2>;
  CHECK(transformed<Moved, Two>(drawn<Moved>(1 / 3.0), few) == std::vector<float>{0, 0, 0.5f, -0.25f, 1, 0});
}

TEST_CASE("clipping is numpy's percentile, of all channels") {
  using Clipped = AugmentAudio<audio::ClippingDistortion<0, 100>>;
  for (const int percent : {0, 30, 100}) {
    CAPTURE(percent);
    const auto y = transformed<Clipped, Signal<301, 8000, 2>>(drawn<Clipped>(percent), noise(602));
    CHECK(worst(y, file()["clip." + std::to_string(percent)]) < 1e-7);
  }
}

TEST_CASE("a masked stretch is silent inside, faded over 5 ms at its ends, and nothing else is touched") {
  using Masked = AugmentAudio<audio::TimeMask<0.5, 0.5>>;
  using S = Signal<1000, 8000>;
  const auto y = transformed<Masked, S>(drawn<Masked>(0.5, 0.5), std::vector<float>(1000, 1.0f));
  CHECK(std::count(y.begin(), y.end(), 0.0f) == 500 - 80);
  CHECK(std::count(y.begin(), y.end(), 1.0f) == 500);
  CHECK(y[249] == 1);
  for (std::size_t i = 250; i < 291; ++i) CHECK((y[i] < y[i - 1] && y[i] == y[999 - i]));
}

TEST_CASE("noise has the ratio that was drawn to 0.1 dB, on short, faint, loud and stereo sounds") {
  using Policy = AugmentAudio<audio::AddGaussianSNR<-10, 60>>;
  using Pink = AugmentAudio<audio::AddColorNoise<audio::NoiseColor::pink, -10, 60>>;
  using Brown = AugmentAudio<audio::AddColorNoise<audio::NoiseColor::brown, -10, 60>>;
  for (const double dB : {-10.0, 0.0, 20.0, 60.0}) {
    CAPTURE(dB);
    const auto check = [&]<class S>(const S&, double amplitude) {
      const auto x = sine(S::size, 440, 8000, amplitude);
      CHECK(std::fabs(snr(x, transformed<Policy, S>(drawn<Policy>(dB, 0, 3), x)) - dB) < 0.1);
      CHECK(std::fabs(snr(x, transformed<Pink, S>(drawn<Pink>(dB, 0, 3), x)) - dB) < 0.1);
      CHECK(std::fabs(snr(x, transformed<Brown, S>(drawn<Brown>(dB, 0, 3), x)) - dB) < 0.1);
    };
    check(Signal<40, 8000>{}, 0.5);
    check(Signal<1001, 8000>{}, 0.5);
    check(Signal<1001, 8000>{}, 1e-6);
    check(Signal<1001, 8000>{}, 100);
    check(Stereo{}, 0.5);
  }
}

TEST_CASE("colours fall by 0, 3 and 6 dB an octave and rise by 3 and 6, to 0.3 dB") {
  CHECK(std::fabs(slope(audio::NoiseColor::white)) < 0.3);
  CHECK(std::fabs(slope(audio::NoiseColor::pink) + 3.01) < 0.3);
  CHECK(std::fabs(slope(audio::NoiseColor::brown) + 6.02) < 0.3);
  CHECK(std::fabs(slope(audio::NoiseColor::blue) - 3.01) < 0.3);
  CHECK(std::fabs(slope(audio::NoiseColor::violet) - 6.02) < 0.3);
}

TEST_CASE("white noise is normal: mean 0, deviation 1, 68.3 % within one deviation; channels and seeds differ") {
  std::vector<float> x(20000), y(20000);
  audio::gaussian(x.data(), 20000, 1, 1, 0);
  audio::gaussian(y.data(), 20000, 1, 1, 1);
  double mean = 0, product = 0;
  int within = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    mean += static_cast<double>(x[i]) / 20000;
    product += static_cast<double>(x[i]) * static_cast<double>(y[i]) / 20000;
    within += std::fabs(x[i]) < 1 ? 1 : 0;
  }
  CHECK(std::fabs(mean) < 0.03);
  CHECK(std::fabs(level(x) - 1) < 0.02);
  CHECK(std::fabs(within / 20000.0 - 0.6827) < 0.015);
  CHECK(std::fabs(product) < 0.03);
}

TEST_CASE("a silent sound stays silent, whatever is added") {  // audiomentations#64, #54
  using Policy =
      AugmentAudio<audio::AddGaussianSNR<0, 0, 1>, audio::AddColorNoise<audio::NoiseColor::pink, 0, 0, 1>,
                   audio::AddBackgroundNoise<0, 0, 1>, audio::ApplyImpulseResponse<audio::ReverbLevel::half_peak, 1>,
                   audio::ClippingDistortion<0, 40, 1>>;
  audio::Noises<8000, 2> noises;
  audio::ImpulseResponses<8000, 2> responses;
  noises.add(noise(50), 8000);
  responses.add(noise(50), 8000);
  const std::vector<float> silent(600, 0.0f);
  CHECK(transformed<Policy, Stereo>(Policy::draw(1, 0, 0), silent, noises, responses) == silent);
}

TEST_CASE("a recording is mixed in at the ratio of the piece: cut from a longer one, a shorter one repeated") {
  using Policy = AugmentAudio<audio::AddBackgroundNoise<0, 30>>;
  const auto x = sine(600, 440, 8000);
  for (const std::size_t length : {2u, 74u, 600u, 5000u}) {
    CAPTURE(length);
    std::vector<float> recording = noise(length, 9);
    for (std::size_t i = 0; i < length; ++i) recording[i] *= i < length / 2 ? 1 : 0.01f;  // its level varies
    audio::Noises<8000, 2> noises;
    noises.add(recording, 8000, 2);
    const auto y = transformed<Policy, Stereo>(drawn<Policy>(10, 0.99), x, noises);
    CHECK(std::fabs(snr(x, y) - 10) < 0.1);
    const std::size_t first = length > 600 ? (static_cast<std::size_t>(0.99 * (2500 - 300 + 1))) * 2 : 0;
    const float factor = (y[0] - x[0]) / recording[first];
    for (std::size_t i = 0; i < 600; ++i)
      CHECK(std::fabs(y[i] - x[i] - factor * recording[(first + i) % length]) < 1e-5f);
  }
}

TEST_CASE("silent recordings and an empty list add nothing; a recording is one of the list") {
  using Policy = AugmentAudio<audio::AddBackgroundNoise<0, 30>>;
  const auto x = noise(600);
  audio::Noises<8000, 2> noises;
  CHECK(transformed<Policy, Stereo>(drawn<Policy>(10), x, noises) == x);
  noises.add(std::vector<float>(100, 0.0f), 8000);
  CHECK(transformed<Policy, Stereo>(drawn<Policy>(10), x, noises) == x);
  noises.add(noise(100), 8000);
  bool silent = false, heard = false;
  for (std::uint64_t i = 0; i < 20; ++i) {
    const auto y = transformed<Policy, Stereo>(drawn<Policy>(10, 0, i << 60), x, noises);
    (y == x ? silent : heard) = true;
  }
  CHECK((silent && heard));
}

TEST_CASE("recordings come to the list's rate and channels, and what is none is refused with its reason") {
  audio::Noises<8000, 2> noises;
  noises.add(noise(160), 16000);
  CHECK(noises[0].size() == 2 * 80);
  for (std::size_t i = 0; i < 80; ++i) CHECK(noises[0][2 * i] == noises[0][2 * i + 1]);
  audio::Noises<8000> mono;
  mono.add(std::vector<float>{1, 0, 0.5f, -0.5f}, 8000, 2);
  CHECK(mono[0][0] == 0.5f);
  CHECK(mono[0][1] == 0.0f);
  CHECK_THROWS_WITH_AS(mono.add({}, 8000), "recording 1: 0 numbers of 1 channels", std::invalid_argument);
  CHECK_THROWS_WITH_AS(mono.add(noise(3), 8000, 2), "recording 1: 3 numbers of 2 channels", std::invalid_argument);
  CHECK_THROWS_WITH_AS(mono.add(noise(3), 0), "recording 1: a rate of 0", std::invalid_argument);
  const std::vector<float> bad{1, std::numeric_limits<float>::quiet_NaN()};
  CHECK_THROWS_WITH_AS(mono.add(bad, 8000), "recording 1: a number is not finite", std::invalid_argument);
}

TEST_CASE("Butterworth filters equal scipy's to 1e-6, both channels") {
  const std::vector<float> x = noise(1000);
  const auto filtered = [&](const std::vector<audio::FilterSection>& sections) {
    std::vector<float> y = x;
    audio::run_filter(sections, y.data(), 500, 2);
    return y;
  };
  for (const int order : {1, 2, 3, 4, 7}) {
    CAPTURE(order);
    const std::string n = std::to_string(order);
    CHECK(worst(filtered(audio::butterworth(audio::PassBand::low, order, 900, 8000)), file()["low." + n]) < 1e-6);
    CHECK(worst(filtered(audio::butterworth(audio::PassBand::high, order, 700, 8000)), file()["high." + n]) < 1e-6);
  }
  for (const int order : {1, 2, 3, 4}) {
    CAPTURE(order);
    CHECK(worst(filtered(audio::butterworth_band(order, 600, 1500, 8000)), file()["band." + std::to_string(order)]) <
          1e-6);
  }
}

TEST_CASE("a filter keeps a tone of its band within 1 dB, and takes one two octaves off down by its roll-off") {
  using Low = AugmentAudio<audio::LowPassFilter<500, 500, 24>>;
  using High = AugmentAudio<audio::HighPassFilter<1000, 1000, 24>>;
  using Band = AugmentAudio<audio::BandPassFilter<800, 800, 1, 1, 24>>;
  using S = Signal<8000, 8000>;
  const auto change = [](const auto& y, double frequency) {
    return 20 * std::log10(level(y) / level(sine(8000, frequency, 8000)));
  };
  const auto low = [&](double f) { return change(transformed<Low, S>(drawn<Low>(0.3), sine(8000, f, 8000)), f); };
  const auto high = [&](double f) { return change(transformed<High, S>(drawn<High>(0.3), sine(8000, f, 8000)), f); };
  const auto band = [&](double f) { return change(transformed<Band, S>(drawn<Band>(0.3, 1), sine(8000, f, 8000)), f); };
  CHECK((low(250) > -1 && low(2000) < -44));
  CHECK((high(2000) > -1 && high(250) < -44));
  CHECK((band(800) > -1 && band(200) < -24 && band(3200) < -24));
}

TEST_CASE("a room equals scipy's convolution to 1e-5, its level kept, at a peak of 0.5, or as it is") {
  audio::ImpulseResponses<8000, 2> responses;
  responses.add(file()["response"], 8000, 2);
  const auto x = noise(600);
  using Energy = AugmentAudio<audio::ApplyImpulseResponse<>>;
  using Peak = AugmentAudio<audio::ApplyImpulseResponse<audio::ReverbLevel::half_peak>>;
  using Plain = AugmentAudio<audio::ApplyImpulseResponse<audio::ReverbLevel::as_is>>;
  CHECK(worst(transformed<Energy, Stereo>(drawn<Energy>(), x, responses), file()["reverb.energy"]) < 1e-5);
  CHECK(worst(transformed<Peak, Stereo>(drawn<Peak>(), x, responses), file()["reverb.half_peak"]) < 1e-5);
  CHECK(worst(transformed<Plain, Stereo>(drawn<Plain>(), x, responses), file()["reverb"]) < 1e-5);
}

TEST_CASE("resampling equals torchaudio's formula to 1e-5, and its length is in the type") {
  const auto check = [](auto from, auto to) {
    using Policy = AugmentAudio<audio::Resample<decltype(to)::value>>;
    using S = Signal<400, decltype(from)::value, 2>;
    static_assert(Policy::template output_length<S> == (400 * to + from - 1) / from);
    const std::string name = "resample." + std::to_string(from()) + "." + std::to_string(to());
    CHECK(worst(transformed<Policy, S>({}, noise(800)), file()[name]) < 1e-5);
  };
  check(std::integral_constant<int, 8000>{}, std::integral_constant<int, 11025>{});
  check(std::integral_constant<int, 8000>{}, std::integral_constant<int, 3000>{});
  check(std::integral_constant<int, 16000>{}, std::integral_constant<int, 8000>{});
  check(std::integral_constant<int, 8000>{}, std::integral_constant<int, 16000>{});
  using Same = AugmentAudio<audio::Resample<8000>>;
  CHECK(transformed<Same, Stereo>({}, noise(600)) == noise(600));
}

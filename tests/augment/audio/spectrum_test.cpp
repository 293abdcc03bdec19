// Spectra, mel filters and cepstra against torch.stft, scipy and the formulas that librosa, torchaudio, Keras and HTK
// document (tests/reference/make_audio_reference.py); SpecAugment's masks.
#include "sounds.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <set>

using namespace cincel;
using namespace sounds;
using audio::Framing, audio::FramePadding, audio::Mel, audio::WindowShape;

namespace {

using Long = Signal<600, 8000>;
constexpr Mel librosa = Mel::librosa(256, 64, 20), torchaudio = Mel::torchaudio(256, 64, 20),
              keras = Mel::keras(256, 64, 20), htk = Mel::htk(256, 80, 200, 20);

/// The largest error as a part of the largest number.
double relative(const std::vector<float>& y, const std::vector<float>& expected) {
  float most = 0;
  for (const float v : expected) most = std::max(most, std::fabs(v));
  return worst(y, expected) / static_cast<double>(most);
}
template <Mel Form>
std::vector<float> mel_of_sound() {
  using Policy = AugmentAudio<audio::MelSpectrogram<Form>>;
  return transformed<Policy, Long>({}, file()["mel.sound"]);
}
void compare_stft(const Framing& f, const std::string& name) {
  CAPTURE(name);
  const std::vector<float> x = noise(300), expected = file()["stft." + name];
  const auto n = static_cast<std::size_t>(f.frames(300) * f.bins());
  REQUIRE(expected.size() == 2 * n);
  std::vector<float> y(2 * n);
  audio::stft(f, x.data(), 300, 1, y.data(), y.data() + n);
  CHECK(relative(y, expected) < 2e-6);
}
/// A spectrum of 10 frames and 8 bins of two channels, as masks take it.
template <class Step>
std::vector<float> masked(const audio::StepDraw& d, std::vector<float> x, audio::SoundForm::Unit kind) {
  audio::SoundWork w;
  w.x = std::move(x);
  Step::run(d, {kind, 10, 8, 2, 8000}, w);
  return w.x;
}
constexpr auto decibel = audio::SoundForm::Unit::decibel, power = audio::SoundForm::Unit::power;

}  // namespace

TEST_CASE("the short-time transform equals torch's to 2e-6 of its largest number") {
  compare_stft({64, 16, 64, WindowShape::hann, FramePadding::zeros}, "zeros");
  compare_stft({60, 20, 60, WindowShape::hann, FramePadding::reflect}, "reflect");
  compare_stft({64, 24, 64, WindowShape::hann, FramePadding::none}, "none");
  compare_stft({64, 16, 40, WindowShape::hann, FramePadding::zeros}, "narrow");
}

TEST_CASE("its inverse gives the sound back to 1e-6") {
  for (const Framing& f :
       {Framing{64, 16, 64}, Framing{60, 15, 60, WindowShape::hann, FramePadding::reflect}, Framing{64, 16, 40}}) {
    const std::vector<float> x = noise(301);
    std::vector<float> re(static_cast<std::size_t>(f.frames(301) * f.bins())), im(re), y(301);
    audio::stft(f, x.data(), 301, 1, re.data(), im.data());
    audio::istft(f, re.data(), im.data(), f.frames(301), y.data(), 301, 1);
    CHECK(worst({y.begin(), y.begin() + 288}, {x.begin(), x.begin() + 288}) < 2e-6);
  }
}

TEST_CASE("a spectrogram has frames, bins and channels in its type, and a channel's numbers are its own") {
  constexpr Framing f{64, 16, 64};
  using Policy = AugmentAudio<audio::Spectrogram<f>>;
  using Two = Signal<300, 8000, 2>;
  static_assert(Policy::output_shape<Two> == Shape{19, 33, 2} && Policy::output_size<Two> == 19 * 33 * 2);
  std::vector<float> x(600);
  const auto left = noise(300), right = noise(300, 4);
  for (std::size_t i = 0; i < 300; ++i) x[2 * i] = left[i], x[2 * i + 1] = right[i];
  const auto y = transformed<Policy, Two>({}, x);
  const auto a = transformed<Policy, Signal<300, 8000>>({}, left),
             b = transformed<Policy, Signal<300, 8000>>({}, right);
  for (std::size_t i = 0; i < a.size(); ++i) CHECK((y[2 * i] == a[i] && y[2 * i + 1] == b[i]));
  const auto e = file()["stft.zeros"];
  for (std::size_t i = 0; i < a.size(); ++i)
    CHECK(a[i] == doctest::Approx(static_cast<double>(e[i] * e[i] + e[i + a.size()] * e[i + a.size()])).epsilon(1e-3));
}

TEST_CASE("each preset equals its library's formula to 2e-6 of the largest number") {
  CHECK(relative(mel_of_sound<librosa>(), file()["mel.librosa"]) < 2e-6);
  CHECK(relative(mel_of_sound<torchaudio>(), file()["mel.torchaudio"]) < 2e-6);
  CHECK(relative(mel_of_sound<keras>(), file()["mel.keras"]) < 2e-6);
  CHECK(relative(mel_of_sound<htk>(), file()["mel.htk"]) < 2e-6);
}

TEST_CASE("the mel scales have the values of their papers, and go back") {
  CHECK(audio::to_mel(audio::MelScale::slaney, 1000) == doctest::Approx(15));
  CHECK(audio::to_mel(audio::MelScale::slaney, 6400) == doctest::Approx(42));
  CHECK(audio::to_mel(audio::MelScale::htk, 1000) == doctest::Approx(999.9855).epsilon(1e-6));
  for (const double f : {20.0, 440.0, 999.0, 1001.0, 7000.0})
    for (const auto scale : {audio::MelScale::slaney, audio::MelScale::htk})
      CHECK(audio::from_mel(scale, audio::to_mel(scale, f)) == doctest::Approx(f).epsilon(1e-12));
  static_assert(audio::empty_filter(Mel::librosa(512, 128, 40), 16000) < 0);
  static_assert(audio::empty_filter(Mel::librosa(256, 128, 128), 16000) == 0);
}

TEST_CASE("decibels keep a range below the sample's largest, to 1e-4 dB") {
  using Policy = AugmentAudio<audio::MelSpectrogram<librosa>, audio::Decibels<>>;
  using Narrow = AugmentAudio<audio::MelSpectrogram<librosa>, audio::Decibels<30>>;
  CHECK(worst(transformed<Policy, Long>({}, file()["mel.sound"]), file()["decibels"]) < 1e-4);
  CHECK(worst(transformed<Narrow, Long>({}, file()["mel.sound"]), file()["decibels.30"]) < 1e-4);
  const auto silent = transformed<Policy, Long>({}, std::vector<float>(600, 0.0f));
  for (const float v : silent) CHECK(v == -100.0f);
}

TEST_CASE("cepstra equal librosa's and HTK's to 1e-5 of the largest number, liftered or not") {
  using Plain = AugmentAudio<audio::MelSpectrogram<librosa>, audio::Decibels<>, audio::Mfcc<13>>;
  using Lifted = AugmentAudio<audio::MelSpectrogram<librosa>, audio::Decibels<>,
                              audio::Mfcc<13, audio::CosineTransform::orthonormal, 22>>;
  using Htk = AugmentAudio<audio::MelSpectrogram<htk>, audio::Logarithm<1e-3>,
                           audio::Mfcc<13, audio::CosineTransform::htk, 22>>;
  static_assert(Plain::output_shape<Long> == Shape{10, 13, 1} && Htk::output_shape<Long> == Shape{6, 13, 1});
  CHECK(relative(transformed<Plain, Long>({}, file()["mel.sound"]), file()["mfcc"]) < 1e-5);
  CHECK(relative(transformed<Lifted, Long>({}, file()["mel.sound"]), file()["mfcc.lifter"]) < 1e-5);
  CHECK(relative(transformed<Htk, Long>({}, file()["mel.sound"]), file()["mfcc.htk"]) < 1e-5);
}

TEST_CASE("a mask covers whole bins or frames with the mean, as wide and where it was drawn") {
  std::vector<float> x(160);
  std::iota(x.begin(), x.end(), 0.0f);
  const auto bins = masked<audio::FrequencyMasking<4>>({true, 0.5, 0.99, 0}, x, decibel);  // 2 of {0..4}, at the end
  for (std::size_t i = 0; i < 160; ++i) CHECK(bins[i] == (i / 2 % 8 >= 6 ? 79.5f : x[i]));
  const auto frames = masked<audio::TimeMasking<5, 1, audio::MaskFill::zero>>({true, 0.99, 0, 0}, x, decibel);
  for (std::size_t i = 0; i < 160; ++i) CHECK(frames[i] == (i / 16 < 5 ? 0 : x[i]));
  const auto capped = masked<audio::TimeMasking<100, 0.2>>({true, 0.99, 0, 0}, x, decibel);
  for (std::size_t i = 0; i < 160; ++i) CHECK(capped[i] == (i / 16 < 2 ? 79.5f : x[i]));
}

TEST_CASE("widths of masks are uniform in {0, ..., F}, and every place occurs") {  // SpecAugment
  using Policy = AugmentAudio<audio::FrequencyMasking<3>>;
  int width[4] = {};
  std::set<std::size_t> first;
  for (std::uint32_t i = 0; i < 4000; ++i) {
    const auto y = masked<audio::FrequencyMasking<3, audio::MaskFill::zero>>(Policy::draw(1, 0, i).step[0],
                                                                             std::vector<float>(160, 1.0f), decibel);
    const auto n = static_cast<std::size_t>(std::count(y.begin(), y.begin() + 16, 0.0f) / 2);
    ++width[n];
    if (n == 3) first.insert(static_cast<std::size_t>(std::find(y.begin(), y.end(), 0.0f) - y.begin()) / 2);
  }
  for (const int n : width) CHECK(std::abs(n - 1000) < 130);
  CHECK(first == std::set<std::size_t>{0, 1, 2, 3, 4, 5});
}

TEST_CASE("noise over frequencies has its deviation in dB, one number a bin, on powers as on logarithms") {
  using Step = audio::FrequencyNoise<3>;
  double squares = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto dB = masked<Step>({true, 0, 0, seed}, std::vector<float>(160, 0.0f), decibel);
    const auto p = masked<Step>({true, 0, 0, seed}, std::vector<float>(160, 1.0f), power);
    for (std::size_t i = 0; i < 160; ++i) {
      CHECK(dB[i] == dB[i / 2 % 8 * 2]);
      CHECK(10 * std::log10(p[i]) == doctest::Approx(dB[i]).epsilon(1e-4));
    }
    for (std::size_t k = 0; k < 8; ++k) squares += static_cast<double>(dB[2 * k] * dB[2 * k]) / 1600;
  }
  CHECK(std::fabs(std::sqrt(squares) - 3) < 0.15);
}

TEST_CASE("a time warp equals numpy's interpolation to 1e-6, and leaves the ends where they are") {
  using Step = audio::TimeWarp<3>;
  constexpr audio::SoundForm form{power, 13, 5, 2, 8000};
  const auto warped = [&](double centre, double by) {
    audio::SoundWork w;
    w.x = file()["warp.spectrum"];
    Step::run({true, by, (centre - 3) / 6, 0}, form, w);
    return w.x;
  };
  CHECK(worst(warped(5.25, 2.75), file()["warp.later"]) < 1e-6);
  CHECK(worst(warped(8.5, -3), file()["warp.earlier"]) < 1e-6);
  CHECK(worst(warped(6, 2), file()["warp.whole"]) < 1e-6);
  CHECK(warped(7.3, 0) == file()["warp.spectrum"]);
  const auto x = file()["warp.spectrum"];
  for (const auto& [centre, by] :
       {std::pair(3.0, -3.0), std::pair(3.0, 3.0), std::pair(9.0 - 1e-9, 3.0), std::pair(8.9, -3.0)}) {
    const auto y = warped(centre, by);
    CHECK(std::equal(x.begin(), x.begin() + 10, y.begin()));
    CHECK(std::equal(x.end() - 10, x.end(), y.end() - 10));
    CHECK(worst(y, std::vector<float>(130, 0.0f)) <= 1);  // blended, and never NaN
  }
}

TEST_CASE("a time warp's distance and place are uniform, and its frames must be enough") {
  using Step = audio::TimeWarp<3>;
  using Policy = AugmentAudio<Step>;
  double least = 9, most = -9, sum = 0;
  for (std::uint32_t i = 0; i < 2000; ++i) {
    const audio::StepDraw d = Policy::draw(1, 0, i).step[0];
    least = std::min(least, d.value), most = std::max(most, d.value), sum += d.value;
    CHECK((d.second >= 0 && d.second < 1));
  }
  CHECK((least >= -3 && least < -2.98 && most <= 3 && most > 2.98 && std::fabs(sum / 2000) < 0.15));
  const auto fault = [](std::int64_t frames, audio::SoundForm::Unit unit) {
    Text t;
    Step::check_form(t, {unit, frames, 5, 1, 8000});
    return std::string(t.view());
  };
  CHECK(fault(8, power).empty());
  CHECK(fault(7, power) == "needs more frames, at least 8: the spectrum has 7");
  CHECK(!fault(8, audio::SoundForm::Unit::wave).empty());
  Text none;
  audio::TimeWarp<0>::check(none);
  CHECK(none.view() == "needs a distance of at least 1 frame");
}

TEST_CASE("a policy ends with numbers for a network") {
  using Policy =
      AugmentAudio<audio::Gain<-6, 6>, audio::MelSpectrogram<librosa>, audio::FrequencyNoise<3>, audio::Decibels<>,
                   audio::TimeMasking<3>, audio::FrequencyMasking<5>, audio::Normalize<-40, 20>>;
  static_assert(Policy::output_shape<Long> == Shape{10, 20, 1});
  const auto y = transformed<Policy, Long>({}, file()["mel.sound"]), dB = file()["decibels"];
  std::vector<float> expected;
  for (const float v : dB) expected.push_back((v + 40) / 20);
  audio::StepDraw nothing;  // masks without a probability always run: of width 0
  CHECK(nothing.value == 0);
  CHECK(worst(y, expected) < 1e-5);
}

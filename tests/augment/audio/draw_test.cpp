// What is drawn for sounds, replayed and shared; and how a policy runs its steps.
#include "sounds.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <limits>

using namespace cincel;
using namespace sounds;

namespace {

using All = AugmentAudio<audio::Gain<-6, 6>, audio::Shift<0.1>, audio::AddGaussianSNR<10, 40>, audio::LowPassFilter<>,
                         audio::BandPassFilter<200, 1500, 0.5, 1.5>, audio::TimeMask<0.1, 0.3>>;
using S = Signal<500, 8000>;

static_assert(All::draw(1, 2, 3) == All::draw(1, 2, 3), "a draw is a constant");
static_assert(!(All::draw(1, 2, 3) == All::draw(1, 2, 4)));
static_assert(!(All::draw(1, 2, 3) == All::draw(1, 3, 3)));
static_assert(!(All::draw(1, 2, 3) == All::draw(2, 2, 3)));
static_assert(std::is_trivially_copyable_v<All::Draw>);
static_assert(All::output_length<S> == 500 && All::output_shape<S> == Shape{500, 1} && All::output_size<S> == 500);

}  // namespace

TEST_CASE("drawn numbers of sounds lie in their ranges, reach near both ends, and steps run as often as they say") {
  using Often = AugmentAudio<audio::Gain<-6, 6, 0.25>, audio::BandPassFilter<200, 1500, 0.5, 1.5, 12, 1>>;
  double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9}, sum[2] = {0, 0};
  int applied = 0, always = 0;
  for (std::uint32_t i = 0; i < 10000; ++i) {
    const auto d = Often::draw(7, 0, i);
    const double v[] = {d.step[0].value, d.step[1].second};
    for (int k = 0; k < 2; ++k) {
      low[k] = std::min(low[k], v[k]);
      high[k] = std::max(high[k], v[k]);
      sum[k] += v[k] / 10000;
    }
    applied += d.step[0].applied ? 1 : 0;
    always += d.step[1].applied ? 1 : 0;
  }
  CHECK((low[0] >= -6 && low[0] < -5.95 && high[0] <= 6 && high[0] > 5.95 && std::fabs(sum[0]) < 0.15));
  CHECK((low[1] >= 0.5 && low[1] < 0.51 && high[1] <= 1.5 && high[1] > 1.49 && std::fabs(sum[1] - 1) < 0.02));
  CHECK(std::abs(applied - 2500) < 150);
  CHECK(always == 10000);
}

TEST_CASE("another step changes no other's numbers, in whatever order; two of a kind draw for themselves") {
  using Fewer = AugmentAudio<audio::AddGaussianSNR<10, 40>, audio::Gain<-6, 6>>;
  using Twice = AugmentAudio<audio::Gain<-6, 6>, audio::Gain<-6, 6>>;
  for (std::uint32_t i = 0; i < 50; ++i) {
    CHECK(Fewer::draw(3, 1, i).step[1] == All::draw(3, 1, i).step[0]);
    CHECK(Fewer::draw(3, 1, i).step[0] == All::draw(3, 1, i).step[2]);
    CHECK(Twice::draw(3, 1, i).step[0] == All::draw(3, 1, i).step[0]);
    CHECK(Twice::draw(3, 1, i).step[1].value != All::draw(3, 1, i).step[0].value);
  }
}

TEST_CASE("a stored draw gives the same bits again, and the stream's state is not read") {  // audiomentations#135
  const auto x = noise(500);
  for (std::uint32_t i = 0; i < 10; ++i) {
    const auto d = All::draw(11, 0, i);
    unsigned char stored[sizeof d];
    std::memcpy(stored, &d, sizeof d);
    All::Draw replayed;
    std::memcpy(&replayed, stored, sizeof d);
    CHECK(transformed<All, S>(replayed, x) == transformed<All, S>(d, x));
    RandomStream stream(11, Purpose::augment, 0, 0, i);
    (void)stream.bits();
    CHECK(All::draw(stream) == d);
  }
}

TEST_CASE("steps run in the order in which they are written") {
  const std::vector<float> x{1, 2, 3, 4, 5, 6};
  using Six = Signal<6, 8000>;
  using ShiftFirst = AugmentAudio<audio::Shift<>, audio::Roll<>>;
  using RollFirst = AugmentAudio<audio::Roll<>, audio::Shift<>>;
  ShiftFirst::Draw d;
  d.step[0] = {true, 1 / 3.0};
  d.step[1] = {true, -1 / 3.0};
  CHECK(transformed<ShiftFirst, Six>(d, x) == std::vector<float>{1, 2, 3, 4, 0, 0});
  std::swap(d.step[0], d.step[1]);
  CHECK(transformed<RollFirst, Six>(d, x) == std::vector<float>{0, 0, 3, 4, 5, 6});
  using Halved = AugmentAudio<audio::Resample<4000>, audio::LowPassFilter<1500, 1500, 12, 1>>;
  static_assert(Halved::output_form<S>.rate == 4000 && Halved::output_length<S> == 250);
}

TEST_CASE("a NaN of the sound comes out, and does not disappear in a level or a percentile") {
  auto x = noise(500);
  x[100] = std::numeric_limits<float>::quiet_NaN();
  const auto has_nan = [](const std::vector<float>& y) {
    return std::any_of(y.begin(), y.end(), [](float v) { return std::isnan(v); });
  };
  using Noise = AugmentAudio<audio::AddGaussianSNR<0, 0, 1>>;
  using Clip = AugmentAudio<audio::ClippingDistortion<40, 40, 1>>;
  using Filter = AugmentAudio<audio::LowPassFilter<500, 500, 12, 1>>;
  using Other = AugmentAudio<audio::Resample<6000>>;
  CHECK(has_nan(transformed<Noise, S>(Noise::draw(1, 0, 0), x)));
  CHECK(has_nan(transformed<Clip, S>(Clip::draw(1, 0, 0), x)));
  CHECK(has_nan(transformed<Filter, S>(Filter::draw(1, 0, 0), x)));
  CHECK(has_nan(transformed<Other, S>({}, x)));
}

TEST_CASE("a policy without steps copies, and arrays, spans and C arrays are taken") {
  float in[4] = {1, 2, 3, 4};
  std::array<float, 4> out{};
  AugmentAudio<>::apply<Signal<4, 8000>>({}, in, out);
  CHECK(out == std::array<float, 4>{1, 2, 3, 4});
}

TEST_CASE("a policy is explained step by step, with the shapes that change") {
  using Policy = AugmentAudio<audio::Gain<-6, 6>, audio::Resample<4000>, audio::Shift<0.1, 0.25>,
                              audio::MelSpectrogram<audio::Mel::librosa(128, 64, 8)>, audio::FrequencyMasking<2>>;
  CHECK(explain<Policy, S>() ==
        "Gain<-6, 6>, in 50 % of the samples\n"
        "Resample<4000>: 500x1 becomes 250x1 at 4000 Hz\n"
        "Shift<0.1>, in 25 % of the samples\n"
        "MelSpectrogram<n_fft 128, hop 64, 8 filters>: 250x1 becomes 4x8x1\n"
        "FrequencyMasking<2>\n");
}

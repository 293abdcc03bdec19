// Against scipy.ndimage.affine_transform and Keras's formulas (tests/reference/make_augment_reference.py): 1e-5 of the
// range of values, which is [0, 1].
#include "../reference.hpp"
#include "policies.hpp"

#include <doctest/doctest.h>

using namespace cincel;

namespace {

const reference::File& file() {
  static const reference::File f("augment.safetensors");
  return f;
}

std::vector<AugmentDraw> draws() {
  const std::vector<float> n = file()["draws"];
  std::vector<AugmentDraw> all;
  for (std::size_t i = 0; i < n.size(); i += 8)
    all.push_back({n[i], n[i + 1], n[i + 2], n[i + 3], n[i + 4], n[i + 5], n[i + 6] != 0, n[i + 7] != 0});
  return all;
}

/// The largest error; what the reference says is NaN lies at an edge, and may be either.
template <class T>
double worst(const T& y, const float* expected) {
  double e = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (std::isnan(expected[i])) continue;
    const double d = std::fabs(static_cast<double>(y[i]) - static_cast<double>(expected[i]));
    e = d <= e ? e : d;  // NaN stays
    if (std::isnan(d)) return d;
  }
  return e;
}

template <class How, class Where>
using Affine = Augment<Rotation<90_deg>, HeightShift<0.5>, WidthShift<0.5>, Shear<30_deg>, Zoom<0.5, 3>,
                       HorizontalFlip<>, VerticalFlip<>, How, Where>;

template <class I, class How, class Where>
void compare(const std::string& name) {
  const std::vector<float> expected = file()[name];
  const auto x = picture<I>();
  std::size_t at = 0;
  for (const AugmentDraw& d : draws()) {
    CAPTURE(name);
    CAPTURE(at);
    REQUIRE(at + I::size <= expected.size());
    CHECK(worst(transformed<Affine<How, Where>, I>(d, x), expected.data() + at) < 1e-5);
    at += I::size;
  }
  REQUIRE(at == expected.size());
}

template <class How>
void compare_mode(const std::string& mode) {
  using Documented = Convention::documented;
  compare<Image<5, 9, 1>, How, Documented>(mode + ".documented.5x9x1");
  compare<Image<9, 5, 3>, How, Documented>(mode + ".documented.9x5x3");
  compare<Image<6, 7, 4>, How, Documented>(mode + ".documented.6x7x4");
  compare<Image<1, 1, 3>, How, Documented>(mode + ".documented.1x1x3");
  compare<Image<1, 6, 1>, How, Documented>(mode + ".documented.1x6x1");
  compare<Image<5, 1, 2>, How, Documented>(mode + ".documented.5x1x2");
  compare<Image<3, 70, 1>, How, Documented>(mode + ".documented.3x70x1");
  compare<Image<5, 9, 1>, How, Convention::keras3>(mode + ".keras3.5x9x1");
  compare<Image<9, 5, 3>, How, Convention::keras3>(mode + ".keras3.9x5x3");
  compare<Image<5, 9, 1>, How, Convention::kp112>(mode + ".kp112.5x9x1");
  compare<Image<9, 5, 3>, How, Convention::kp112>(mode + ".kp112.9x5x3");
}

template <class How>
void compare_bytes(const std::string& mode) {
  using I = Image<9, 5, 3>;
  const std::vector<float> expected = file()["bytes." + mode];
  const auto x = picture<I, std::uint8_t>();
  std::size_t at = 0;
  for (const AugmentDraw& d : draws()) {
    CAPTURE(mode);
    CAPTURE(at);
    using Policy = Affine<How, Convention::documented>;
    CHECK(worst(transformed<Policy, I, std::uint8_t>(d, x), expected.data() + at) < 0.5 + 1e-3);
    CHECK(worst(transformed<Policy, I>(d, x), expected.data() + at) < 256 * 1e-5);  // 8 bits to floats
    at += I::size;
  }
}

}  // namespace

TEST_CASE("each fill mode equals scipy's affine_transform, in each convention, on odd sizes, single rows and pixels") {
  SUBCASE("nearest") { compare_mode<Fill::nearest>("nearest"); }
  SUBCASE("constant") { compare_mode<Fill::constant<0.25>>("constant"); }
  SUBCASE("reflect") { compare_mode<Fill::reflect>("reflect"); }
  SUBCASE("wrap") { compare_mode<Fill::wrap>("wrap"); }
}

TEST_CASE("8-bit pictures equal scipy's result rounded to the nearest") {
  compare_bytes<Fill::nearest>("nearest");
  compare_bytes<Fill::constant<64>>("constant");
  compare_bytes<Fill::reflect>("reflect");
  compare_bytes<Fill::wrap>("wrap");
}

TEST_CASE("channel shift, brightness, rescale and samplewise normalisation follow Keras's formulas in its order") {
  using I = Image<9, 5, 3>;
  AugmentDraw d = draws()[3];
  d.channel_shift = 0.25;
  d.brightness = 1.5;
  const auto x = picture<I>();
  using Shift = Augment<Rotation<90_deg>, HeightShift<0.5>, WidthShift<0.5>, Shear<30_deg>, Zoom<0.5, 3>,
                        VerticalFlip<>, ChannelShift<0.5>>;
  CHECK(worst(transformed<Shift, I>(d, x), file()["channel_shift"].data()) < 1e-5);
  using Bright = Augment<Rotation<90_deg>, HeightShift<0.5>, WidthShift<0.5>, Shear<30_deg>, Zoom<0.5, 3>,
                         VerticalFlip<>, Rescale<0.5>, Brightness<0.5, 1.5>, ChannelShift<0.5>>;
  CHECK(worst(transformed<Bright, I>(d, x), file()["brightness"].data()) < 1e-5);
  using Center = Augment<Rotation<90_deg>, HeightShift<0.5>, WidthShift<0.5>, Shear<30_deg>, Zoom<0.5, 3>,
                         VerticalFlip<>, Rescale<0.5>, Brightness<0.5, 1.5>, ChannelShift<0.5>, SamplewiseCenter>;
  CHECK(worst(transformed<Center, I>(d, x), file()["samplewise_center"].data()) < 1e-5);
  using Std = Augment<SamplewiseStdNormalization, Rotation<90_deg>, HeightShift<0.5>, WidthShift<0.5>, Shear<30_deg>,
                      Zoom<0.5, 3>, VerticalFlip<>, Rescale<0.5>, Brightness<0.5, 1.5>, ChannelShift<0.5>>;
  CHECK(worst(transformed<Std, I>(d, x), file()["samplewise_std"].data()) < 4e-5);  // a range of about 4
}

TEST_CASE("alpha is moved with the picture, and no colour step changes it") {  // albumentations#1473, imgaug#151
  using I = Image<6, 7, 4>;
  AugmentDraw d = draws()[3];
  d.channel_shift = -0.125;
  d.brightness = 0.75;
  using Policy = Augment<Rotation<90_deg>, HeightShift<0.5>, WidthShift<0.5>, Shear<30_deg>, Zoom<0.5, 3>,
                         VerticalFlip<>, Rescale<0.5>, Brightness<0.5, 1.5>, ChannelShift<0.5>>;
  CHECK(worst(transformed<Policy, I>(d, picture<I>()), file()["alpha"].data()) < 1e-5);
}

TEST_CASE("featurewise statistics and normalisation equal numpy's, behind rescale") {  // keras#9313, kp#100, kp#257
  using I = Image<4, 6, 3>;
  using Center = Augment<Rotation<20_deg>, Rescale<0.0078125>, FeaturewiseCenter>;
  using Std = Augment<Rotation<20_deg>, Rescale<0.0078125>, FeaturewiseStdNormalization>;
  std::vector<std::uint8_t> data;
  for (std::uint32_t i = 0; i < 5; ++i) {
    const auto one = picture<I, std::uint8_t>(17 + i);
    data.insert(data.end(), one.begin(), one.end());
  }
  FeaturewiseStatistics<3> s, parts, rest;
  Std::fit<I>(s, data);
  Std::fit<I>(parts, std::span(data).first(2 * I::size));
  Std::fit<I>(rest, std::span(data).subspan(2 * I::size));
  parts.merge(rest);
  CHECK(s.pixels() == 5 * 24);
  const auto mean = file()["mean"], deviation = file()["deviation"];
  for (int c = 0; c < 3; ++c) {
    CHECK(s.mean(c) == doctest::Approx(mean[static_cast<std::size_t>(c)]).epsilon(1e-6));
    CHECK(s.deviation(c) == doctest::Approx(deviation[static_cast<std::size_t>(c)]).epsilon(1e-6));
    CHECK(parts.mean(c) == doctest::Approx(s.mean(c)).epsilon(1e-14));
    CHECK(parts.deviation(c) == doctest::Approx(s.deviation(c)).epsilon(1e-14));
  }
  const auto x = picture<I, std::uint8_t>(17);
  const AugmentDraw d = draws()[0];
  CHECK(worst(transformed<Center, I>(d, x, s), file()["featurewise_center"].data()) < 2e-5);
  CHECK(worst(transformed<Std, I>(d, x, s), file()["featurewise_std"].data()) < 4e-5);
}

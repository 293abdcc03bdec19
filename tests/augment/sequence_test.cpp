// Sequences: what fuses, shapes, masks, boxes and points from one draw, and what users of other libraries reported.
#include "policies.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

using namespace cincel;

namespace {

template <class I, class Policy>
inline constexpr auto output_size = static_cast<std::size_t>(Policy::template output_shape<I>.volume());

template <class Policy, class I, class Out = float, class In>
std::array<Out, output_size<I, Policy>> made(const typename Policy::Draw& d, const In& x) {
  std::array<Out, output_size<I, Policy>> y{};
  Policy::template apply<I>(d, x, y);
  return y;
}
template <std::size_t N>
double distance(const std::array<float, N>& a, const std::array<float, N>& b) {
  double worst = 0;
  for (std::size_t i = 0; i < N; ++i) {
    const double e = std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
    if (!(e <= worst)) worst = e;
  }
  return worst;
}
/// A draw of these numbers.
template <class Policy, class... N>
typename Policy::Draw drawn(N... n) {
  static_assert(sizeof...(N) == Policy::numbers);
  return {{static_cast<float>(n)...}};
}

// Shapes are facts.
using Crops = Sequence<Pad<2, 1>, RandomCrop<8, 6>, Resize<4, 3>, Transpose<1>>;
static_assert(Crops::output_shape<Image<9, 7, 3>> == Shape(3, 4, 3));
static_assert(Sequence<>::output_shape<Image<9, 7, 2>> == Shape(9, 7, 2) && Sequence<>::numbers == 0);
static_assert(Crops::draw(1, 2, 3) == Crops::draw(1, 2, 3), "a draw is a constant");
static_assert(!(Crops::draw(1, 2, 3) == Crops::draw(1, 2, 4)) && !(Crops::draw(1, 2, 3) == Crops::draw(1, 3, 3)));

}  // namespace

TEST_CASE("neighbouring geometric steps are one resampling: equal to one map of the product matrix") {
  using I = Image<12, 9, 3>;
  using Chained = Sequence<Rotation<30_deg>, Zoom<0.2>, RandomAffine<20_deg, 0.1, 0.9, 1.1, 5_deg>, HorizontalFlip<>>;
  const auto x = picture<I>();
  for (std::uint32_t i = 0; i < 5; ++i) {
    const auto d = Chained::draw(3, 0, i);
    Raster r;
    impl::load_raster(r, x.data(), I::shape, 0);
    impl::RasterTarget target(r, {}, false);
    const Projective m = Chained::map<I>(d).value();
    target.map(m, {12, 9}, Border::reaches);
    target.flush();
    std::array<float, I::size> once{};
    impl::store_raster(r, once.data());
    CHECK(distance(made<Chained, I>(d, x), once) < 1e-6);
  }
}

TEST_CASE("what a crop has cut away does not come back: a crop is seen as a picture of its own") {
  using I = Image<6, 6, 1>;
  const auto x = picture<I>();
  using Cut = Sequence<CropCenter<4>>;
  using Small = Image<4, 4, 1>;
  const auto middle = made<Cut, I>({}, x);
  for (const float angle : {10.0f, -35.0f}) {
    using Turn = Sequence<Rotation<90_deg>, Fill::constant<9>>;
    using Both = Sequence<CropCenter<4>, Rotation<90_deg>, Fill::constant<9>>;
    CHECK(made<Both, I>(drawn<Both>(angle), x) == made<Turn, Small>(drawn<Turn>(angle), middle));
    // Also behind a turn, where the pixels were not made yet.
    using Turned = Sequence<Rotation<90_deg>, CropCenter<4>, Pad<1>, Fill::nearest>;
    const auto y = made<Turned, I>(drawn<Turned>(angle), x);
    for (std::size_t i = 0; i < 6; ++i) CHECK((y[i] == 0 && y[30 + i] == 0 && y[6 * i] == 0 && y[6 * i + 5] == 0));
  }
}

TEST_CASE("crops, flips, transposing and quarter turns are exact bits, whatever the numbers") {
  using I = Image<5, 5, 3>;
  auto x = picture<I>();
  x[7] = std::numeric_limits<float>::infinity();
  const auto at = [&x](std::size_t r, std::size_t c, std::size_t k) { return x[(r * 5 + c) * 3 + k]; };
  using All = Sequence<QuarterTurns, HorizontalFlip<>, VerticalFlip<>, Transpose<>, RandomCrop<3, 4>>;
  for (int quarters = 0; quarters < 4; ++quarters) {
    for (int bits = 0; bits < 8; ++bits) {
      const auto y = made<All, I>(drawn<All>(quarters, bits & 1, bits >> 1 & 1, bits >> 2, 0.5, 0.75), x);
      bool same = true;
      for (std::size_t r = 0; r < 3; ++r) {
        for (std::size_t c = 0; c < 4; ++c) {
          std::size_t from_r = r + 1, from_c = c + 1;  // floor(0.5 · 3), floor(0.75 · 2)
          if ((bits & 4) != 0) std::swap(from_r, from_c);
          if ((bits & 2) != 0) from_r = 4 - from_r;
          if ((bits & 1) != 0) from_c = 4 - from_c;
          for (int q = 0; q < quarters; ++q) {  // numpy.rot90: out[r][c] = in[c][n - 1 - r]
            const std::size_t turned = 4 - from_r;
            from_r = from_c;
            from_c = turned;
          }
          for (std::size_t k = 0; k < 3; ++k) same = same && y[(r * 4 + c) * 3 + k] == at(from_r, from_c, k);
        }
      }
      CHECK(same);
    }
  }
}

TEST_CASE("the middle and a resized window are cut as torchvision does") {
  Raster r;
  const std::vector<float> x(77);
  impl::load_raster(r, x.data(), Shape(11, 7, 1), 0);
  impl::RasterTarget target(r, {}, false);
  effect::crop_center(target, {6, 4});  // rests 5 and 3: round(2.5) = 2, round(1.5) = 2
  CHECK(target.sides() == ImageSides{6, 4});
  using Cut = Sequence<CropCenter<6, 4>>;
  CHECK(Cut::map<Image<11, 7, 1>>({}) == translation(2, 2));
  using Resized = RandomResizedCrop<4, 4, 0.25, 0.5, 0.75, 1.25>;
  double area = 0;
  for (std::uint32_t i = 0; i < 500; ++i) {
    float n[2];
    Resized::draw(Dice(RandomStream(i, Purpose::augment)), n);
    const CropWindow w = Resized::window(n, {40, 60});
    REQUIRE((w.top >= 0 && w.left >= 0 && w.top + w.sides.height <= 40 && w.left + w.sides.width <= 60));
    const double h = static_cast<double>(w.sides.height), width = static_cast<double>(w.sides.width);
    CHECK((width / h > 0.72 && width / h < 1.29));
    CHECK((h * width > 0.23 * 2400 && h * width < 0.52 * 2400));
    area += h * width / 500;
  }
  CHECK(std::fabs(area / 2400 - 0.375) < 0.012);
  // Nothing fits: the largest central window of the least ratio.
  CHECK(effect::resized_window({10, 40}, 1, 1, 0.5, 2, RandomStream(1, Purpose::augment)) ==
        CropWindow{0, 10, {10, 20}});
  CHECK(effect::resized_window({40, 10}, 1, 1, 0.5, 2, RandomStream(1, Purpose::augment)) ==
        CropWindow{10, 0, {20, 10}});
}

TEST_CASE("8-bit pictures are rounded once, at the end; alpha is moved and keeps its values") {
  // albumentations#1473, imgaug#151: colour steps on three of four channels, geometry on all; vision#9148: no overflow
  using I = Image<5, 5, 4>;
  const auto x = picture<I, std::uint8_t>();
  using Colours = Sequence<Brightness<2, 2>, Contrast<3, 3>, Hue<0.1>, Invert, Gamma<2, 2>, Equalize, AutoContrast,
                           GaussNoise<0.5>, ShotNoise<50>, SaltAndPepper<0.5>, Sharpness<3>, JpegCompression<20>,
                           LabClahe<1, 4, 2>, Solarize<0.5>, Posterize<2>, HorizontalFlip<1>>;
  const auto y = made<Colours, I, std::uint8_t>(Colours::draw(1, 0, 0), x);
  for (std::size_t r = 0; r < 5; ++r)
    for (std::size_t c = 0; c < 5; ++c) CHECK(y[(r * 5 + c) * 4 + 3] == x[(r * 5 + 4 - c) * 4 + 3]);
  using Halves = Sequence<Brightness<0.5, 0.5>, Brightness<3, 3>>;
  const auto z = made<Halves, I, std::uint8_t>(drawn<Halves>(0.5, 3), x);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (i % 4 != 3) CHECK(z[i] == std::min(255, static_cast<int>(1.5 * x[i] + 0.5)));
}

TEST_CASE(
    "JPEG's loss of floats is that of their nearest levels, alpha stays, NaN is black, a quality is any of its range") {
  using Bytes = Image<11, 10, 3>;
  using Alpha = Image<11, 10, 4>;
  using Policy = Sequence<JpegCompression<20, 22>>;
  const auto x = picture<Bytes, std::uint8_t>();
  const auto d = drawn<Policy>(21);
  const auto y = made<Policy, Bytes, std::uint8_t>(d, x);
  std::array<float, Bytes::size> shares{};
  std::array<float, Alpha::size> with_alpha{};
  for (std::size_t i = 0; i < x.size(); ++i) {
    shares[i] = (static_cast<float>(x[i]) + (i % 2 == 0 ? 0.4f : -0.4f)) / 255;
    with_alpha[i / 3 * 4 + i % 3] = static_cast<float>(x[i]) / 255;
    with_alpha[i / 3 * 4 + 3] = static_cast<float>(i) * 0.001f;
  }
  const auto of_shares = made<Policy, Bytes>(d, shares);
  const auto of_alpha = made<Policy, Alpha>(d, with_alpha);
  for (std::size_t i = 0; i < x.size(); ++i) {
    CHECK(of_shares[i] * 255 == doctest::Approx(static_cast<double>(y[i])));
    CHECK(of_alpha[i / 3 * 4 + i % 3] == of_shares[i]);
    CHECK(of_alpha[i / 3 * 4 + 3] == with_alpha[i / 3 * 4 + 3]);
  }
  auto black = shares, unknown = shares;
  black[50] = 0;
  unknown[50] = std::numeric_limits<float>::quiet_NaN();
  CHECK(made<Policy, Bytes>(d, unknown) == made<Policy, Bytes>(d, black));
  int count[3] = {};
  for (std::uint32_t i = 0; i < 300; ++i) ++count[static_cast<int>(Policy::draw(1, 0, i).numbers[0]) - 20];
  CHECK((count[0] > 70 && count[1] > 70 && count[2] > 70));
  CHECK(Policy::tell(d) == "JpegCompression<20, 22> (21)");
  CHECK(explain<Policy>() == "barrier, needs the picture: JpegCompression<20, 22>\n");
}

TEST_CASE("CLAHE of LAB's lightness: of one channel Clahe, of floats that of their levels, gray stays gray") {
  using Gray = Image<12, 10, 1>;
  using Colour = Image<12, 10, 3>;
  using Luma = Sequence<Clahe<1, 4, 2>>;
  using Lab = Sequence<LabClahe<1, 4, 2>>;
  const auto x = picture<Gray, std::uint8_t>();
  const auto d = drawn<Lab>(2);
  CHECK(made<Lab, Gray, std::uint8_t>(d, x) == made<Luma, Gray, std::uint8_t>(d, x));
  std::array<std::uint8_t, Colour::size> gray{};
  std::array<float, Colour::size> shares{};
  for (std::size_t i = 0; i < gray.size(); ++i) {
    gray[i] = x[i / 3];
    shares[i] = static_cast<float>(gray[i]) / 255;
  }
  const auto y = made<Lab, Colour, std::uint8_t>(d, gray);
  const auto of_shares = made<Lab, Colour>(d, shares);
  bool changed = false;
  for (std::size_t i = 0; i < y.size(); ++i) {
    CHECK(of_shares[i] * 255 == doctest::Approx(static_cast<double>(y[i])));
    CHECK(std::abs(y[i] - y[i / 3 * 3]) <= 1);
    changed = changed || y[i] != gray[i];
  }
  CHECK(changed);
  CHECK(Lab::tell(d) == "LabClahe<1, 4, 2> (2)");
}

TEST_CASE("float pictures of another range say it, and are not cut at 1") {  // albumentations#1054, #1156, #1206
  using I = Image<4, 4, 1>;
  auto x = picture<I>();
  for (float& v : x) v *= 255;
  using Bright = Sequence<Brightness<0.5, 0.5>, White<255>>;
  const auto y = made<Bright, I>(drawn<Bright>(0.5), x);
  for (std::size_t i = 0; i < 16; ++i) CHECK(y[i] == 0.5f * x[i]);
  using Noise = Sequence<GaussNoise<0.1>>;
  const auto n = made<Noise, I>(Noise::draw(1, 0, 0), x);
  CHECK(*std::max_element(n.begin(), n.end()) > 100);
}

TEST_CASE("masks hold no value that was not there, and a fill of their own") {  // albumentations#233, #1344, #2003
  using M = Image<12, 12, 1>;
  using Policy = Sequence<RandomAffine<40_deg, 0.3, 0.6, 1.2, 10_deg>, Perspective<0.5>, RandomResizedCrop<12>,
                          Hue<0.5>, GaussNoise<0.3>, Fill::constant<0.5>, MaskFill<255>>;
  std::array<std::uint8_t, 144> mask{}, out{};
  for (std::size_t i = 0; i < 144; ++i) mask[i] = i % 3 == 0 ? 7 : 42;
  bool filled = false;
  for (std::uint32_t i = 0; i < 30; ++i) {
    Policy::apply_mask<M>(Policy::draw(5, 0, i), mask, out);
    CHECK(std::all_of(out.begin(), out.end(), [](std::uint8_t v) { return v == 7 || v == 42 || v == 255; }));
    filled = filled || std::count(out.begin(), out.end(), 255) > 0;
  }
  CHECK(filled);
  // A heat-map is blended, as the picture is.
  using Smooth = Sequence<Rotation<30_deg>, SmoothMasks>;
  const auto x = picture<M>();
  std::array<float, 144> heat{};
  const auto d = Smooth::draw(1, 0, 0);
  Smooth::apply_mask<M>(d, x, heat);
  CHECK(heat == made<Smooth, M>(d, x));
}

TEST_CASE(
    "mask and picture of one draw move together, whatever their channels") {  // keras-preprocessing#125, #236, #297
  using I = Image<10, 8, 3>;
  using M = Image<10, 8, 1>;
  using Policy = Sequence<RandomCrop<7, 6>, HorizontalFlip<>, Rotation<45_deg>, SomeOf<1, Invert, VerticalFlip<>>,
                          Interpolate<Resampling::nearest>, Fill::constant<0>>;
  std::array<float, M::size> mask{};
  std::array<float, I::size> x{};
  for (std::size_t i = 0; i < M::size; ++i)
    x[3 * i] = x[3 * i + 1] = x[3 * i + 2] = mask[i] = 0.25f + (i % 2 ? 0.5f : 0.0f);
  for (std::uint32_t s = 0; s < 20; ++s) {
    const auto d = Policy::draw(9, 1, s);
    std::array<float, 42> moved{};
    Policy::apply_mask<M>(d, mask, moved);
    const auto y = made<Policy, I>(d, x);
    const bool inverted = Policy::tell(d).find("Invert") != std::string::npos;
    for (std::size_t i = 0; i < 42; ++i) CHECK(y[3 * i + 1] == (inverted ? 1 - moved[i] : moved[i]));
  }
}

TEST_CASE("a box flips on its edges, is cut at the border, and takes its label with it") {
  // albumentations#1720, #459, #848, #922, #937, #924; vision#6664, #7268, #7880
  using I = Image<20, 30, 1>;
  using Flip = Sequence<HorizontalFlip<1>>;
  std::array<Box, 2> b{Box{0, 0, 10, 20, 1}, Box{-5, 3, 40, 25, 2}};
  CHECK(Flip::apply_boxes<I>(drawn<Flip>(1), b) == 2);
  CHECK(b[0] == Box{20, 0, 30, 20, 1});
  CHECK(b[1] == Box{0, 3, 30, 20, 2});
  using Turn = Sequence<Transpose<1>>;
  std::array<Box, 1> t{Box{1, 2, 3, 5, 4}};
  CHECK(Turn::apply_boxes<I>(drawn<Turn>(1), t) == 1);
  CHECK(t[0] == Box{2, 1, 5, 3, 4});
  // Empty lists and boxes; one that was cut away; order and labels of the rest.
  using Cut = Sequence<RandomCrop<10, 10>>;
  CHECK(Cut::apply_boxes<I>(drawn<Cut>(0, 0), {}) == 0);
  std::array<Box, 5> many{Box{0, 0, 4, 4, 1}, Box{5, 5, 5, 9, 2}, Box{20, 0, 25, 5, 3}, Box{8, 8, 12, 12, 4},
                          Box{3, 1, 9, 9, 5}};
  CHECK(Cut::apply_boxes<I>(drawn<Cut>(0, 0), many) == 3);
  CHECK((many[0].label == 1 && many[1] == Box{8, 8, 10, 10, 4} && many[2].label == 5));
  many = {Box{0, 0, 4, 4, 1}, Box{9, 9, 13, 10, 2}, Box{20, 0, 25, 5, 3}, Box{8, 8, 12, 12, 4}, Box{3, 1, 9, 9, 5}};
  CHECK(Cut::apply_boxes<I>(drawn<Cut>(0, 0), many, {.minimal_area = 1, .minimal_visibility = 0.3}) == 2);
  CHECK((many[0].label == 1 && many[1].label == 5));
  many = {Box{0, 0, 4, 4, 1}, Box{9, 9, 13, 10, 2}, Box{20, 0, 25, 5, 3}, Box{8, 8, 12, 12, 4}, Box{3, 1, 9, 9, 5}};
  CHECK(Cut::apply_boxes<I>(drawn<Cut>(0, 0), many, {.minimal_side = 5}) == 1);
}

TEST_CASE("boxes are cut between steps, so that they do not grow; an ellipse's box is tighter") {
  // vision#7215; albumentations#746, #1388, #1845
  using I = Image<100, 100, 1>;
  using There = Sequence<RandomAffine<0_deg, 1>, RandomAffine<0_deg, 1>>;
  std::array<Box, 1> b{Box{60, 40, 90, 60, 0}};
  // 30 pixels to the right and back: what left the picture stays cut.
  CHECK(There::apply_boxes<I>(drawn<There>(0, 0.3, 0, 1, 0, 0, 0, -0.3, 0, 1, 0, 0), b) == 1);
  CHECK(b[0].left == doctest::Approx(60));
  CHECK(b[0].right == doctest::Approx(70));
  using Turn = Sequence<Rotation<90_deg>>;
  std::array<Box, 1> corners{Box{40, 40, 60, 60, 0}}, ellipse = corners;
  CHECK(Turn::apply_boxes<I>(drawn<Turn>(45), corners) == 1);
  CHECK(Turn::apply_boxes<I>(drawn<Turn>(45), ellipse, {.ellipse = true}) == 1);
  CHECK(corners[0].right - corners[0].left == doctest::Approx(20 * std::sqrt(2.0)));
  CHECK(ellipse[0].right - ellipse[0].left == doctest::Approx(20).epsilon(1e-3));
}

TEST_CASE("a box follows the pixels: the rectangle of a turned block of pixels lies in its box") {
  using I = Image<40, 50, 1>;
  using Policy = Sequence<RandomAffine<60_deg, 0.2, 0.7, 1.3, 10_deg>, Perspective<0.3>, RandomCrop<30, 36>,
                          HorizontalFlip<>, Resize<60, 40>, Interpolate<Resampling::nearest>, Fill::constant<0>>;
  std::array<float, I::size> x{};
  for (std::size_t r = 10; r < 22; ++r)
    for (std::size_t c = 20; c < 31; ++c) x[r * 50 + c] = 1;
  int seen = 0;
  for (std::uint32_t i = 0; i < 30; ++i) {
    const auto d = Policy::draw(11, 0, i);
    const auto y = made<Policy, I>(d, x);
    std::array<Box, 1> b{Box{20, 10, 31, 22, 0}};
    const std::size_t left = Policy::apply_boxes<I>(d, b);
    double low = 1e9, high = -1e9, top = 1e9, bottom = -1e9;
    for (std::size_t r = 0; r < 60; ++r) {
      for (std::size_t c = 0; c < 40; ++c) {
        if (y[r * 40 + c] < 0.5f) continue;
        low = std::min(low, static_cast<double>(c)), high = std::max(high, static_cast<double>(c + 1));
        top = std::min(top, static_cast<double>(r)), bottom = std::max(bottom, static_cast<double>(r + 1));
      }
    }
    if (low > high || left == 0) continue;
    ++seen;
    // Nearest pixels stand out by at most one pixel of the source, times the largest magnification (about 4).
    CHECK((low > b[0].left - 4 && high < b[0].right + 4 && top > b[0].top - 4 && bottom < b[0].bottom + 4));
    CHECK((low < b[0].left + 14 && high > b[0].right - 14));
  }
  CHECK(seen > 15);
}

TEST_CASE(
    "points are index or edge coordinates, are marked and not lost, and pairs exchange their labels in a mirror") {
  // albumentations#1500, #1469, #1838, #1914, #840, #505
  using I = Image<10, 25, 1>;
  using Flip = Sequence<HorizontalFlip<1>, CoarseDropout<2, 2, 0.9, 1>>;
  const auto d = Flip::draw(1, 0, 0);
  using Index = Keypoint<PointCoordinates::index>;
  using Edge = Keypoint<PointCoordinates::edge>;
  std::array<Index, 1> i{Index{24.5, 3, 1}};
  std::array<Edge, 2> e{Edge{24.5, 3, 1}, Edge{0, 0, 2}};
  Flip::apply_points<I, PointCoordinates::index>(d, i);
  Flip::apply_points<I, PointCoordinates::edge>(d, e);
  CHECK(i[0] == Index{-0.5, 3, 1, true});  // on the picture's edge
  CHECK(e[0] == Edge{0.5, 3, 1, true});
  CHECK(e[1] == Edge{25, 0, 2, true});
  using Cut = Sequence<HorizontalFlip<>, VerticalFlip<>, RandomCrop<5, 5>>;
  const std::array<LabelPair, 2> pairs{LabelPair{1, 2}, LabelPair{7, 9}};
  std::array<Edge, 3> p{Edge{1, 1, 1}, Edge{20, 8, 2}, Edge{2, 2, 5}};
  auto both = p;
  Cut::apply_points<I, PointCoordinates::edge>(drawn<Cut>(0, 1, 0, 0), p, pairs);
  CHECK((p[0].label == 2 && p[1].label == 1 && p[2].label == 5));
  CHECK((!p[0].visible && !p[1].visible));
  CHECK(p[0].y == 9);
  Cut::apply_points<I, PointCoordinates::edge>(drawn<Cut>(1, 1, 0, 0), both, pairs);  // half a turn is no mirror
  CHECK((both[0].label == 1 && both[1].label == 2));
}

TEST_CASE("the map of a draw leads predictions back") {
  using I = Image<30, 40, 3>;
  using Policy = Sequence<RandomAffine<30_deg, 0.1, 0.8, 1.2>, Perspective<0.3>, RandomResizedCrop<16, 24>>;
  for (std::uint32_t i = 0; i < 5; ++i) {
    const auto d = Policy::draw(2, 0, i);
    std::array<Keypoint<PointCoordinates::index>, 1> p{Keypoint<PointCoordinates::index>{12.25, 17.5}};
    Policy::apply_points<I, PointCoordinates::index>(d, p);
    const PlanePoint back = Policy::map<I>(d).value()({p[0].x, p[0].y});
    CHECK(back.x == doctest::Approx(12.25));
    CHECK(back.y == doctest::Approx(17.5));
  }
}

TEST_CASE("a NaN stays where it is, and pictures of one pixel are taken") {
  using I = Image<1, 1, 3>;
  using Policy =
      Sequence<Rotation<40_deg>, Resize<2, 3, ResizeMethod::bicubic>, GaussianBlur<5>, MedianBlur<3>, MotionBlur<3>,
               Sharpness<2>, Equalize, AutoContrast, Contrast<2, 2>, Hue<0.2>, TrivialAugment>;
  const auto y = made<Policy, I>(Policy::draw(1, 0, 0), std::array<float, 3>{0.25f, 0.5f, 0.75f});
  CHECK(std::all_of(y.begin(), y.end(), [](float v) { return v >= 0 && v <= 1; }));
  auto x = picture<Image<4, 4, 1>>();
  x[5] = std::numeric_limits<float>::quiet_NaN();
  using Flip = Sequence<HorizontalFlip<1>, Resize<8, 8>>;
  const auto z = made<Flip, Image<4, 4, 1>>(drawn<Flip>(1), x);
  CHECK(std::isnan(z[3 * 8 + 5]));
  CHECK(!std::isnan(z[3 * 8 + 1]));
}

TEST_CASE("distortions keep the border, move by what they say, and take points and masks along") {
  using I = Image<40, 60, 1>;
  using Grid = Sequence<GridDistortion<5, 0.4>>;
  std::array<float, I::size> x{}, y{};
  for (std::size_t i = 0; i < I::size; ++i) x[i] = static_cast<float>(i % 60);  // each pixel is its column
  const auto d = Grid::draw(1, 0, 0);
  Grid::apply<I>(d, x, y);
  double largest = 0;
  for (std::size_t c = 1; c < 60; ++c) {
    CHECK(y[c] >= y[c - 1]);  // nothing is folded over
    largest = std::max(largest, std::fabs(static_cast<double>(y[c]) - static_cast<double>(c)));
  }
  CHECK((y[0] < 0.5f && y[59] > 58.5f && largest > 0.5));
  // A cell of 12 columns has slope 1 + its share of the limit; five of them span the side.
  double slopes = 0;
  for (std::size_t k = 0; k < 5; ++k) slopes += static_cast<double>(y[12 * k + 10] - y[12 * k + 2]) / 8;
  CHECK(slopes == doctest::Approx(5).epsilon(1e-3));
  using Soft = Sequence<Elastic<60, 4>>;
  const auto e = Soft::draw(1, 0, 3);
  Soft::apply<I>(e, x, y);
  CHECK(!Soft::map<I>(e));
  for (const double at : {15.0, 30.0, 44.0}) {
    std::array<Keypoint<PointCoordinates::index>, 1> p{Keypoint<PointCoordinates::index>{at, 20}};
    Soft::apply_points<I, PointCoordinates::index>(e, p);
    // What stands at the point's new place came from its column: read between pixels.
    const auto row = static_cast<std::size_t>(p[0].y), column = static_cast<std::size_t>(p[0].x);
    const double u = p[0].x - static_cast<double>(column), v = p[0].y - static_cast<double>(row);
    const auto tap = [&](std::size_t r, std::size_t c) { return static_cast<double>(y[r * 60 + c]); };
    const double upper = tap(row, column) * (1 - u) + tap(row, column + 1) * u;
    const double lower = tap(row + 1, column) * (1 - u) + tap(row + 1, column + 1) * u;
    CHECK(upper * (1 - v) + lower * v == doctest::Approx(at).epsilon(0.002));
    CHECK((p[0].x != at && p[0].y != 20));
  }
  // The field's deviation: of uniform numbers sqrt(1/3), smoothed by 1 / (2 sqrt(pi) 4).
  const float seed[] = {1, 2};
  const std::vector<float> field = effect::elastic_field({100, 100}, 60, 4, seed);
  double square = 0;
  for (const float v : field)
    square += static_cast<double>(v) * static_cast<double>(v) / static_cast<double>(field.size());
  CHECK(std::sqrt(square) == doctest::Approx(60 * std::sqrt(1.0 / 3) / (2 * std::sqrt(3.14159265) * 4)).epsilon(0.1));
}

TEST_CASE("a preview is a sheet of the pictures that are drawn; the safety of labels is counted") {
  using I = Image<6, 5, 3>;
  using Policy = Sequence<RandomCrop<4, 4>, HorizontalFlip<>>;
  const auto x = picture<I, std::uint8_t>();
  const std::string sheet = preview<Policy, I>(x, 7, 2, 3);
  const std::string head = "P6\n16 10\n255\n";
  REQUIRE(sheet.size() == head.size() + 16 * 10 * 3);
  CHECK(sheet.substr(0, head.size()) == head);
  const auto y = made<Policy, I, std::uint8_t>(Policy::draw(7, 0, 4), x);  // second row, second column
  for (std::size_t i = 0; i < 48; ++i)
    CHECK(static_cast<std::uint8_t>(sheet[head.size() + ((6 + i / 12) * 16 + 6) * 3 + i % 12]) == y[i]);
  using Cut = Sequence<RandomCrop<50, 100>>;  // of 100 rows: a crop begins at 0 … 50
  const Box boxes[] = {{0, 0, 10, 10, 1}, {0, 48, 10, 52, 2}};
  const LabelSafety s = label_safety<Cut, Image<100, 100, 1>>(boxes, 3, 4000);
  CHECK(s.boxes == 8000);
  // The first is gone from 10 on (41 of 51), and has less than half from 6 to 9; the second has half or more.
  CHECK(std::fabs(static_cast<double>(s.vanished) / 4000 - 41.0 / 51) < 0.03);
  CHECK(std::fabs(static_cast<double>(s.partly) / 4000 - 4.0 / 51) < 0.015);
}

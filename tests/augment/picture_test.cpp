// What a policy makes of pictures: exact cases by hand, and what users of other libraries reported.
#include "policies.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace cincel;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

template <class... Step>
using Turned = Augment<Rotation<180_deg>, HorizontalFlip<>, VerticalFlip<>, Step...>;

AugmentDraw turn(double angle) {
  AugmentDraw d;
  d.rotation = angle;
  return d;
}

/// y[r][c] = x[f(r, c)].
template <class I, class F>
std::array<float, I::size> permuted(const std::array<float, I::size>& x, F f) {
  std::array<float, I::size> y{};
  for (std::int64_t r = 0; r < I::height; ++r) {
    for (std::int64_t c = 0; c < I::width; ++c) {
      const auto [from_r, from_c] = f(r, c);
      for (std::int64_t k = 0; k < I::channels; ++k)
        y[static_cast<std::size_t>((r * I::width + c) * I::channels + k)] =
            x[static_cast<std::size_t>((from_r * I::width + from_c) * I::channels + k)];
    }
  }
  return y;
}
using Place = std::pair<std::int64_t, std::int64_t>;

template <class I, class How>
void check_quarter_turns() {
  constexpr std::int64_t n = I::height;
  const auto x = picture<I>();
  CHECK(transformed<Turned<How>, I>(turn(90), x) == permuted<I>(x, [](auto r, auto c) { return Place(c, n - 1 - r); }));
  CHECK(transformed<Turned<How>, I>(turn(-90), x) ==
        permuted<I>(x, [](auto r, auto c) { return Place(n - 1 - c, r); }));
  CHECK(transformed<Turned<How>, I>(turn(180), x) ==
        permuted<I>(x, [](auto r, auto c) { return Place(n - 1 - r, n - 1 - c); }));
}

}  // namespace

TEST_CASE("quarter and half turns of square pictures are exact, counter-clockwise") {  // keras-preprocessing#324
  check_quarter_turns<Image<6, 6, 1>, Fill::constant<>>();
  check_quarter_turns<Image<7, 7, 3>, Fill::constant<>>();
  check_quarter_turns<Image<5, 5, 4>, Fill::wrap>();
  check_quarter_turns<Image<6, 6, 2>, Fill::reflect>();
  check_quarter_turns<Image<12, 12, 1>, Fill::nearest>();
  check_quarter_turns<Image<1, 1, 3>, Fill::constant<>>();
}

TEST_CASE("the sine and cosine of degrees are those of the maths library, exact at quarter turns") {
  for (int i = -4000; i <= 4000; ++i) {
    const double angle = i * 0.1234, radian = angle * (3.14159265358979323846 / 180);
    const Direction d = direction_of(angle);
    CHECK(std::fabs(d.cosine - std::cos(radian)) < 1e-14);
    CHECK(std::fabs(d.sine - std::sin(radian)) < 1e-14);
  }
  static_assert(direction_of(90).cosine == 0 && direction_of(90).sine == 1);
  static_assert(direction_of(-90).sine == -1 && direction_of(180).cosine == -1 && direction_of(270).sine == -1);
  CHECK(std::isnan(direction_of(1e300).cosine));
}

TEST_CASE("flips are exact bits, whatever the numbers, folded into the matrix or not") {
  using I = Image<5, 6, 3>;
  auto x = picture<I>();
  x[7] = infinity;
  x[20] = -0.0f;
  AugmentDraw d;
  d.flip_horizontal = true;
  const auto mirrored = permuted<I>(x, [](auto r, auto c) { return Place(r, 5 - c); });
  CHECK(transformed<Augment<HorizontalFlip<>>, I>(d, x) == mirrored);
  CHECK(transformed<Augment<HorizontalFlip<>, Rotation<10_deg>>, I>(d, x) == mirrored);
  d.flip_vertical = true;
  CHECK(transformed<Augment<HorizontalFlip<>, VerticalFlip<>>, I>(d, x) ==
        permuted<I>(x, [](auto r, auto c) { return Place(4 - r, 5 - c); }));
  // A NaN stays where it is put.
  x[0] = std::numeric_limits<float>::quiet_NaN();
  const auto y = transformed<Augment<HorizontalFlip<>, VerticalFlip<>>, I>(d, x);
  CHECK(std::count_if(y.begin(), y.end(), [](float v) { return std::isnan(v); }) == 1);
  // Behind a turn, a flip is that of the turned picture.
  const auto z = picture<Image<6, 6, 1>>();
  AugmentDraw both = turn(90);
  both.flip_horizontal = true;
  CHECK(transformed<Turned<>, Image<6, 6, 1>>(both, z) ==
        permuted<Image<6, 6, 1>>(z, [](auto r, auto c) { return Place(5 - c, 5 - r); }));
}

TEST_CASE("nothing drawn changes nothing, to the bit") {
  using I = Image<5, 7, 3>;
  auto x = picture<I>();
  x[3] = infinity;
  CHECK(transformed<Augment<>, I>({}, x) == x);
  CHECK(transformed<Augment<Rotation<20_deg>, Zoom<0.2>, Brightness<0.5, 2>, ChannelShift<1>>, I>({}, x) == x);
  CHECK(transformed<Augment<Zoom<0.2>, Convention::kp112>, I>({}, x) == x);
}

TEST_CASE("whole shifts are exact, and positive ones move up and left") {
  using I = Image<4, 5, 1>;
  const auto x = picture<I>();
  using Policy = Augment<HeightShift<Pixels<4>>, WidthShift<Pixels<4>>, Fill::constant<9>>;
  AugmentDraw d;
  d.height_shift = 1;
  d.width_shift = 2;
  const auto y = transformed<Policy, I>(d, x);
  for (std::size_t r = 0; r < 4; ++r)
    for (std::size_t c = 0; c < 5; ++c) CHECK(y[r * 5 + c] == (r + 1 < 4 && c + 2 < 5 ? x[(r + 1) * 5 + c + 2] : 9.0f));
}

TEST_CASE("a height shift moves rows; under keras3 columns, as Keras 3 does") {  // keras#17398, tensorflow#82838
  using I = Image<5, 9, 1>;
  std::array<float, 45> x{};
  x[2 * 9 + 4] = 1;
  AugmentDraw d;
  d.height_shift = 0.2;  // of 5 rows: 1 pixel
  using Step = HeightShift<0.2>;
  CHECK(transformed<Augment<Step>, I>(d, x)[1 * 9 + 4] == 1);
  CHECK(transformed<Augment<Step, Convention::kp112>, I>(d, x)[1 * 9 + 4] == 1);
  CHECK(transformed<Augment<Step, Convention::keras3>, I>(d, x)[2 * 9 + 3] == 1);
}

TEST_CASE("pictures turn about their centre, square or not; the other conventions do as their versions did") {
  // keras-preprocessing#229, #314, #315, #316, #318; tensorflow#41460; keras#1690
  using I = Image<5, 9, 1>;
  std::array<float, 45> x{};
  x[2 * 9 + 4] = 1;
  using Step = Rotation<90_deg>;
  const auto at = [&](auto policy) {
    const auto y = transformed<decltype(policy), I>(turn(90), x);
    return std::max_element(y.begin(), y.end()) - y.begin();
  };
  CHECK(at(Augment<Step, Fill::constant<>>{}) == 2 * 9 + 4);
  CHECK(at(Augment<Step, Fill::constant<>, Convention::keras3>{}) == 2 * 9);
  // One pixel off the centre, and clockwise.
  std::array<float, 25> square{};
  square[2 * 5 + 2] = 1;
  const auto y = transformed<Augment<Step, Fill::constant<>, Convention::kp112>, Image<5, 5, 1>>(turn(90), square);
  CHECK(std::max_element(y.begin(), y.end()) - y.begin() == 2 * 5 + 4);
}

TEST_CASE("a zoom below 1 enlarges, above 1 shrinks") {
  using I = Image<1, 9, 1>;
  const std::array<float, 9> x{0, 1, 2, 3, 4, 5, 6, 7, 8};
  AugmentDraw d;
  d.zoom_x = 0.5;
  CHECK(transformed<Augment<Zoom<0.5, 2>>, I>(d, x) == std::array<float, 9>{2, 2.5f, 3, 3.5f, 4, 4.5f, 5, 5.5f, 6});
  d.zoom_x = 2;
  CHECK(transformed<Augment<Zoom<0.5, 2>>, I>(d, x) == std::array<float, 9>{0, 0, 0, 2, 4, 6, 8, 8, 8});
  CHECK(transformed<Augment<Zoom<0.5, 2>, Fill::constant<-1>>, I>(d, x) ==
        std::array<float, 9>{-1, -1, 0, 2, 4, 6, 8, -1, -1});
  CHECK(transformed<Augment<Zoom<0.5, 2>, Fill::reflect>, I>(d, x) == std::array<float, 9>{3, 1, 0, 2, 4, 6, 8, 7, 5});
  CHECK(transformed<Augment<Zoom<0.5, 2>, Fill::wrap>, I>(d, x) == std::array<float, 9>{4, 6, 0, 2, 4, 6, 8, 2, 4});
}

TEST_CASE("brightness of pictures in [0, 1] scales and does not turn them black") {
  using I = Image<4, 4, 3>;
  const auto x = picture<I>();
  AugmentDraw d;
  d.brightness = 1.5;
  const auto y = transformed<Augment<Brightness<0.5, 1.5>>, I>(d, x);
  for (std::size_t i = 0; i < x.size(); ++i)
    CHECK(y[i] == x[i] * 1.5f);  // nor are they cut: albumentations#1054, #1156
}

TEST_CASE("a brightness of 1 changes nothing") {  // keras-preprocessing#114, #327
  using I = Image<4, 4, 3>;
  const auto x = picture<I>();
  CHECK(transformed<Augment<Brightness<1, 1>>, I>(Augment<Brightness<1, 1>>::draw(1, 0, 0), x) == x);
}

TEST_CASE("8-bit pictures are rounded to the nearest and cut, and never wrap round") {  // tensorpack#614, vision#9148
  using I = Image<1, 6, 1>;
  const std::array<std::uint8_t, 6> x{0, 1, 3, 100, 200, 255};
  AugmentDraw d;
  d.brightness = 1.5;
  using Policy = Augment<Brightness<0.5, 1.5>>;
  CHECK(transformed<Policy, I, std::uint8_t>(d, x) == std::array<std::uint8_t, 6>{0, 2, 5, 150, 255, 255});
  CHECK(transformed<Policy, I>(d, x) == std::array<float, 6>{0, 1.5f, 4.5f, 150, 300, 382.5f});
  d = {};
  d.channel_shift = -50;
  CHECK(transformed<Augment<ChannelShift<60>>, I, std::uint8_t>(d, x) ==
        std::array<std::uint8_t, 6>{0, 0, 0, 50, 150, 205});
  d.channel_shift = 50;
  CHECK(transformed<Augment<ChannelShift<60>>, I, std::uint8_t>(d, x) ==
        std::array<std::uint8_t, 6>{50, 51, 53, 150, 250, 255});
}

TEST_CASE("a channel shift is cut at the picture's own range, behind the turn") {
  using I = Image<1, 4, 1>;
  AugmentDraw d;
  d.channel_shift = 0.5;
  CHECK(transformed<Augment<ChannelShift<1>>, I>(d, std::array<float, 4>{0, 0.25f, 0.75f, 1}) ==
        std::array<float, 4>{0.5f, 0.75f, 1, 1});
  // The fill belongs to the range: Keras shifts the transformed picture.
  d.width_shift = 0.25;
  CHECK(transformed<Augment<ChannelShift<1>, WidthShift<0.25>, Fill::constant<2>>, I>(
            d, std::array<float, 4>{0, 0.25f, 0.75f, 1}) == std::array<float, 4>{0.75f, 1.25f, 1.5f, 2});
}

TEST_CASE("a uniform picture is normalised to zeros, not to NaN") {
  using I = Image<3, 3, 3>;
  std::array<float, 27> x{};
  x.fill(0.7f);
  for (const float v : transformed<Augment<SamplewiseStdNormalization>, I>({}, x)) CHECK(v == 0);
  FeaturewiseStatistics<3> s;
  Augment<>::fit<I>(s, x);
  for (const float v : transformed<Augment<FeaturewiseStdNormalization>, I>({}, x, s)) CHECK(std::fabs(v) < 0.2f);
}

TEST_CASE("a far mean costs the statistics no digits") {
  std::array<float, 8> x{};
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = 1e6f + static_cast<float>(i % 2);
  FeaturewiseStatistics<1> s;
  for (int i = 0; i < 100; ++i) s.add(x.data(), 8);
  CHECK(s.mean(0) == 1e6 + 0.5);
  CHECK(s.deviation(0) == doctest::Approx(0.5).epsilon(1e-12));
  CHECK(FeaturewiseStatistics<1>().deviation(0) == 0);
}

TEST_CASE("no drawn number makes it read outside of the picture") {
  using I = Image<6, 5, 3>;
  const auto x = picture<I>();
  const auto inside = [](float v) { return v >= 0 && v <= 1; };
  for (const double wild : {1e300, -1e300, 1e10, -1e10, 2e9, std::numeric_limits<double>::quiet_NaN(),
                            std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(), 0.0}) {
    for (int field = 0; field < 6; ++field) {
      AugmentDraw d;
      double* const fields[] = {&d.rotation, &d.height_shift, &d.width_shift, &d.shear, &d.zoom_x, &d.zoom_y};
      *fields[field] = wild;
      const auto all_inside = [&](auto policy) {
        const auto y = transformed<decltype(policy), I>(d, x);
        const auto bytes = transformed<decltype(policy), I, std::uint8_t>(d, picture<I, std::uint8_t>());
        return std::all_of(y.begin(), y.end(), inside) && !bytes.empty();
      };
      CHECK(all_inside(Augment<Rotation<20_deg>, WidthShift<0.2>, HeightShift<0.2>>{}));
      CHECK(all_inside(Augment<Rotation<20_deg>, WidthShift<0.2>, HeightShift<0.2>, Fill::constant<>>{}));
      CHECK(all_inside(Augment<Rotation<20_deg>, WidthShift<0.2>, HeightShift<0.2>, Fill::reflect>{}));
      CHECK(all_inside(Augment<Rotation<20_deg>, WidthShift<0.2>, HeightShift<0.2>, Fill::wrap>{}));
    }
  }
}

TEST_CASE("nothing is read or written beyond the picture") {
  // The address sanitizer's build sees reads; a frame around the result sees writes here.
  const auto check = [](auto image, auto number) {
    using I = decltype(image);
    using T = decltype(number);
    std::vector<T> x(I::size, T(1)), framed(I::size + 16, T(77));
    const std::span<const T, I::size> in(x.data(), I::size);
    const std::span<T, I::size> out(framed.data() + 8, I::size);
    using Policy = Augment<Rotation<45_deg>, HorizontalFlip<>, Fill::constant<2>, Brightness<1, 1>, ChannelShift<1>>;
    for (std::uint32_t i = 0; i < 40; ++i) {
      Policy::apply<I>(Policy::draw(1, 0, i), in, out);
      for (std::size_t k = 0; k < 8; ++k) CHECK((framed[k] == T(77) && framed[I::size + 8 + k] == T(77)));
    }
  };
  check(Image<5, 7, 3>{}, 1.0f);
  check(Image<5, 2, 3>{}, 1.0f);
  check(Image<1, 2, 3>{}, std::uint8_t{1});
  check(Image<4, 6, 4>{}, std::uint8_t{1});
  check(Image<3, 5, 1>{}, 1.0f);
  check(Image<9, 9, 1>{}, std::uint8_t{1});
  check(Image<1, 70, 3>{}, 1.0f);
}

// What is drawn, replayed and shared.
#include "policies.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <map>

using namespace cincel;

namespace {

using All = Augment<Rotation<20_deg>, HeightShift<Pixels<3>>, WidthShift<0.2>, Shear<10_deg>, Zoom<0.2>,
                    ChannelShift<0.1>, HorizontalFlip<>, VerticalFlip<0.25>, Brightness<0.5, 1.5>>;
using Small = Image<6, 5, 3>;

static_assert(All::draw(1, 2, 3) == All::draw(1, 2, 3), "a draw is a constant");
static_assert(!(All::draw(1, 2, 3) == All::draw(1, 2, 4)));
static_assert(!(All::draw(1, 2, 3) == All::draw(1, 3, 3)));
static_assert(!(All::draw(1, 2, 3) == All::draw(2, 2, 3)));

}  // namespace

TEST_CASE("drawn numbers lie in their ranges, reach near both ends and have the mean of uniform ones") {
  constexpr std::uint32_t n = 20000;
  double low[8], high[8], sum[8] = {};
  std::fill(low, low + 8, 1e9);
  std::fill(high, high + 8, -1e9);
  std::uint32_t flipped = 0, upside_down = 0;
  std::map<double, int> shifts;
  for (std::uint32_t i = 0; i < n; ++i) {
    const AugmentDraw d = All::draw(7, 0, i);
    const double v[] = {d.rotation, d.width_shift,   d.shear,      d.zoom_x,
                        d.zoom_y,   d.channel_shift, d.brightness, d.height_shift};
    for (int k = 0; k < 8; ++k) {
      low[k] = std::min(low[k], v[k]);
      high[k] = std::max(high[k], v[k]);
      sum[k] += v[k];
    }
    flipped += d.flip_horizontal ? 1u : 0u;
    upside_down += d.flip_vertical ? 1u : 0u;
    ++shifts[d.height_shift];
  }
  const double from[] = {-20, -0.2, -10, 0.8, 0.8, -0.1, 0.5, -2}, to[] = {20, 0.2, 10, 1.2, 1.2, 0.1, 1.5, 2};
  for (int k = 0; k < 8; ++k) {
    CAPTURE(k);
    const double range = to[k] - from[k];
    CHECK(low[k] >= from[k]);
    CHECK(high[k] <= to[k]);
    CHECK(low[k] <= from[k] + 0.01 * range);
    CHECK(high[k] >= to[k] - 0.01 * range);
    CHECK(std::fabs(sum[k] / n - (from[k] + to[k]) / 2) < 0.01 * range);
  }
  CHECK(std::fabs(flipped / double{n} - 0.5) < 0.015);
  CHECK(std::fabs(upside_down / double{n} - 0.25) < 0.015);
  // Keras's distribution: magnitudes 0, 1, 2, each as likely, and never 3.
  REQUIRE(shifts.size() == 5);
  CHECK(std::fabs(shifts[0] / double{n} - 1 / 3.0) < 0.015);
  for (const double s : {-2.0, -1.0, 1.0, 2.0}) CHECK(std::fabs(shifts[s] / double{n} - 1 / 6.0) < 0.015);
}

TEST_CASE("both factors of a zoom are drawn for themselves, and from a pair as it is") {
  using Policy = Augment<Zoom<0.5, 0.75>>;
  bool differ = false;
  for (std::uint32_t i = 0; i < 100; ++i) {
    const AugmentDraw d = Policy::draw(1, 0, i);
    CHECK((d.zoom_x >= 0.5 && d.zoom_x <= 0.75 && d.zoom_y >= 0.5 && d.zoom_y <= 0.75));
    differ = differ || d.zoom_x != d.zoom_y;
  }
  CHECK(differ);
}

TEST_CASE("another transform in the policy changes no other's numbers") {
  using Fewer = Augment<Shear<10_deg>, Rotation<20_deg>>;  // also in another order
  for (std::uint32_t i = 0; i < 50; ++i) {
    CHECK(Fewer::draw(3, 1, i).rotation == All::draw(3, 1, i).rotation);
    CHECK(Fewer::draw(3, 1, i).shear == All::draw(3, 1, i).shear);
  }
}

TEST_CASE("the order of the steps in the type does not matter") {
  using Reversed = Augment<Brightness<0.5, 1.5>, VerticalFlip<0.25>, HorizontalFlip<>, ChannelShift<0.1>, Zoom<0.2>,
                           Shear<10_deg>, WidthShift<0.2>, HeightShift<Pixels<3>>, Rotation<20_deg>>;
  const auto x = picture<Small>();
  for (std::uint32_t i = 0; i < 20; ++i) {
    const AugmentDraw d = All::draw(5, 0, i);
    CHECK(Reversed::draw(5, 0, i) == d);
    CHECK(transformed<Reversed, Small>(d, x) == transformed<All, Small>(d, x));
  }
}

TEST_CASE("a sample is the same alone, in any order and after any reading of its stream") {  // albumentations#2473
  std::vector<AugmentDraw> forwards, backwards;
  for (std::uint32_t i = 0; i < 64; ++i) forwards.push_back(All::draw(9, 4, i));
  for (std::uint32_t i = 64; i-- > 0;) backwards.push_back(All::draw(9, 4, i));
  std::reverse(backwards.begin(), backwards.end());
  CHECK(forwards == backwards);
  RandomStream stream(9, Purpose::augment, 0, 4, 17);
  (void)stream.bits();
  (void)stream.uniform();
  CHECK(All::draw(stream) == forwards[17]);
}

TEST_CASE("no two workers and no two epochs repeat each other's numbers") {  // CenterNet#233, fairseq#1383, MONAI#1068
  std::vector<double> seen;
  for (std::uint32_t epoch = 0; epoch < 4; ++epoch)
    for (std::uint32_t sample = 0; sample < 64; ++sample) seen.push_back(All::draw(1, epoch, sample).rotation);
  std::sort(seen.begin(), seen.end());
  CHECK(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
}

TEST_CASE("a stored draw gives the same bits again") {  // audiomentations#135, albumentations#583
  static_assert(std::is_trivially_copyable_v<AugmentDraw>);
  const auto x = picture<Small>();
  for (std::uint32_t i = 0; i < 20; ++i) {
    const AugmentDraw d = All::draw(11, 0, i);
    unsigned char stored[sizeof d];
    std::memcpy(stored, &d, sizeof d);
    AugmentDraw replayed;
    std::memcpy(&replayed, stored, sizeof d);
    CHECK(replayed == d);
    CHECK(transformed<All, Small>(replayed, x) == transformed<All, Small>(d, x));
  }
}

TEST_CASE("a stored draw fits a picture of another size: fractions stay fractions") {  // albumentations#716, #778
  using Policy = Augment<WidthShift<0.5>, Fill::constant<>>;
  AugmentDraw d;
  d.width_shift = 0.5;
  const auto small = transformed<Policy, Image<1, 4, 1>>(d, std::array<float, 4>{1, 2, 3, 4});
  const auto large = transformed<Policy, Image<1, 8, 1>>(d, std::array<float, 8>{1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(small == std::array<float, 4>{3, 4, 0, 0});
  CHECK(large == std::array<float, 8>{5, 6, 7, 8, 0, 0, 0, 0});
}

TEST_CASE("a picture and its mask share one draw and cannot drift apart") {  // keras-preprocessing#125, #236, #297
  using Policy = Augment<Rotation<45_deg>, WidthShift<0.2>, HorizontalFlip<>>;
  const auto mask = picture<Image<9, 7, 1>>();
  std::array<float, 9 * 7 * 3> colour{};
  for (std::size_t i = 0; i < mask.size(); ++i)
    for (std::size_t c = 0; c < 3; ++c) colour[3 * i + c] = mask[i];
  for (std::uint32_t i = 0; i < 20; ++i) {
    const AugmentDraw d = Policy::draw(1, 0, i);
    const auto y = transformed<Policy, Image<9, 7, 3>>(d, colour);
    const auto m = transformed<Policy, Image<9, 7, 1>>(d, mask);
    for (std::size_t p = 0; p < m.size(); ++p) CHECK(std::fabs(y[3 * p] - m[p]) < 1e-6f);
  }
}

TEST_CASE("what a policy does not have is ignored in a draw") {
  AugmentDraw d;
  d.rotation = 30;
  d.brightness = 2;
  d.channel_shift = 1;
  const auto x = picture<Small>();
  CHECK(transformed<Augment<HorizontalFlip<>>, Small>(d, x) == x);
}

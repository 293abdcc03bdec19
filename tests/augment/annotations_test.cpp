// Masks, boxes and points of `Augment`: against scipy at order 0 and numpy's inverse matrices
// (tests/reference/make_augment_reference.py), and exactly by hand.
#include "../reference.hpp"
#include "policies.hpp"

#include <cincel/augment/sequence/preview.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace cincel;

namespace {

using Picture = Image<9, 5, 1>;

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
std::array<float, Picture::size> labels() {
  auto x = picture<Picture>();
  for (float& v : x) v = std::floor(4 * v);
  return x;
}

template <class Where, class... How>
using Affine = Augment<Rotation<90_deg>, HeightShift<0.5>, WidthShift<0.5>, Shear<30_deg>, Zoom<0.5, 3>,
                       HorizontalFlip<>, VerticalFlip<>, ChannelShift<9>, Where, How...>;

template <class Where, class... How>
void compare_masks(const std::string& name) {
  const std::vector<float> expected = file()[name];
  const auto x = labels();
  std::array<std::uint8_t, Picture::size> bytes{};
  std::copy(x.begin(), x.end(), bytes.begin());
  std::size_t at = 0, compared = 0;
  for (const AugmentDraw& d : draws()) {
    std::array<float, Picture::size> y{};
    std::array<std::uint8_t, Picture::size> z{};
    Affine<Where, How...>::template apply_mask<Picture>(d, x, y);
    Affine<Where, How...>::template apply_mask<Picture>(d, bytes, z);
    for (std::size_t i = 0; i < y.size(); ++i, ++at) {
      CAPTURE(name);
      CAPTURE(at);
      CHECK(y[i] == static_cast<float>(z[i]));
      if (std::isnan(expected[at])) continue;
      CHECK(y[i] == expected[at]);
      ++compared;
    }
  }
  CHECK(at == expected.size());
  CHECK(compared * 2 > expected.size());
}
using Point = Keypoint<PointCoordinates::index>;
constexpr std::array<Point, 5> five_points{Point{0, 0}, Point{4, 8}, Point{1.5, 3.25}, Point{4, 2}, Point{0.25, 7.5}};

template <class Policy>
void compare_points(const std::string& name) {
  const std::vector<float> points = file()["points." + name];
  std::size_t at = 0;
  for (const AugmentDraw& d : draws()) {
    std::array<Point, 5> moved = five_points;
    Policy::template apply_points<Picture, PointCoordinates::index>(d, moved);
    for (std::size_t i = 0; i < moved.size(); ++i, at += 2) {
      CAPTURE(name);
      CAPTURE(at);
      const double y = static_cast<double>(points[at]), x = static_cast<double>(points[at + 1]);
      CHECK(std::fabs(moved[i].y - y) < 1e-5);
      CHECK(std::fabs(moved[i].x - x) < 1e-5);
      CHECK(moved[i].visible == (x >= -0.5 && x <= 4.5 && y >= -0.5 && y <= 8.5));
      const PlanePoint back = Policy::template map<Picture>(d)({moved[i].x, moved[i].y});
      CHECK((std::fabs(back.x - five_points[i].x) < 1e-9 && std::fabs(back.y - five_points[i].y) < 1e-9));
    }
  }
  CHECK(at == points.size());
}
template <class Policy>
void compare_boxes(const std::string& name) {
  const std::vector<float> boxes = file()["boxes." + name];
  std::size_t at = 0;
  for (const AugmentDraw& d : draws()) {
    for (const Box& from : {Box{1, 1, 4, 4, 1}, Box{0, 0, 5, 9, 2}, Box{2.5, 3, 3.5, 8, 3}}) {
      CAPTURE(name);
      CAPTURE(at);
      std::array<Box, 1> b{from};
      const float* e = boxes.data() + at;
      at += 4;
      const bool empty = (e[2] - e[0]) * (e[3] - e[1]) < 1e-5f;
      const std::size_t left = Policy::template apply_boxes<Picture>(d, b);
      CHECK(left == (empty ? 0 : 1));
      if (empty || left == 0) continue;
      CHECK(b[0].label == from.label);
      const double sides[] = {b[0].left, b[0].top, b[0].right, b[0].bottom};
      for (int k = 0; k < 4; ++k) CHECK(std::fabs(sides[k] - static_cast<double>(e[k])) < 1e-5);
    }
  }
  CHECK(at == boxes.size());
}
template <class Where>
void compare_convention(const std::string& name) {
  compare_masks<Where, Fill::nearest>("mask.nearest." + name);
  compare_masks<Where, Fill::constant<2>, MaskFill<9>>("mask.constant." + name);
  compare_masks<Where, Fill::reflect>("mask.reflect." + name);
  compare_masks<Where, Fill::wrap>("mask.wrap." + name);
  compare_points<Affine<Where>>(name);
  compare_boxes<Affine<Where>>(name);
}

template <class... Step>
inline constexpr bool allowed = detail::PolicyFault<Step...>::text.empty();
static_assert(allowed<Zoom<0.2>, Fill::constant<1>, MaskFill<255>> && allowed<Zoom<0.2>, SmoothMasks>);
static_assert(!allowed<Zoom<0.2>, MaskFill<255>> && !allowed<Zoom<0.2>, Fill::wrap, MaskFill<255>>);
static_assert(!allowed<HorizontalFlip<>, SmoothMasks> && !allowed<Zoom<0.2>, SmoothMasks, SmoothMasks>);
static_assert(!allowed<Zoom<0.2>, Fill::constant<1>, MaskFill<1e39>>);

}  // namespace

TEST_CASE("masks of Augment equal scipy's affine_transform of order 0, points and boxes the inverse matrix") {
  SUBCASE("documented") { compare_convention<Convention::documented>("documented"); }
  SUBCASE("keras3") { compare_convention<Convention::keras3>("keras3"); }
  SUBCASE("kp112") { compare_convention<Convention::kp112>("kp112"); }
}

TEST_CASE("boxes and points of Augment flip exactly, and pairs exchange their labels in a mirror") {
  using I = Image<20, 30, 1>;
  using Flip = Augment<HorizontalFlip<>, VerticalFlip<>, Brightness<0.5, 2>>;
  const AugmentDraw mirror{.flip_horizontal = true}, half_turn{.flip_horizontal = true, .flip_vertical = true};
  std::array<Box, 3> b{Box{0, 0, 10, 20, 1}, Box{3, 3, 3, 9, 2}, Box{-5, 3, 40, 25, 3}};
  CHECK(Flip::apply_boxes<I>(mirror, b) == 2);
  CHECK((b[0] == Box{20, 0, 30, 20, 1} && b[1] == Box{0, 3, 30, 20, 3}));
  using Edge = Keypoint<PointCoordinates::edge>;
  const std::array<LabelPair, 1> pairs{LabelPair{1, 2}};
  std::array<Edge, 2> p{Edge{0, 4, 1}, Edge{31, 4, 5}};
  Flip::apply_points<I, PointCoordinates::edge>(mirror, p, pairs);
  CHECK((p[0] == Edge{30, 4, 2, true} && p[1] == Edge{-1, 4, 5, false}));
  std::array<Edge, 1> q{Edge{0, 4, 1}};
  Flip::apply_points<I, PointCoordinates::edge>(half_turn, q, pairs);
  CHECK(q[0] == Edge{30, 16, 1, true});
  CHECK(Flip::apply_boxes<I>(mirror, {}) == 0);
  // What a policy does not have is ignored, of a draw from elsewhere too.
  std::array<Box, 1> still{Box{1, 2, 3, 4, 5}};
  CHECK(Flip::apply_boxes<I>({.rotation = 90}, still) == 1);
  CHECK(still[0] == Box{1, 2, 3, 4, 5});
}

TEST_CASE("a mask of Augment has other channels than the picture, NaN stays in its pixel, and heat-maps are blended") {
  using M = Image<6, 7, 2>;
  auto x = picture<M>();
  x[20] = std::numeric_limits<float>::quiet_NaN();
  using Policy = Augment<Rotation<40_deg>, ChannelShift<1>, ZcaWhitening<>, Rescale<3>>;
  std::array<float, M::size> y{};
  Policy::apply_mask<M>({.rotation = 10}, x, y);
  CHECK(std::count_if(y.begin(), y.end(), [](float v) { return std::isnan(v); }) <= 2);
  for (const float v : y) CHECK((std::isnan(v) || std::count(x.begin(), x.end(), v) == 1));
  using Smooth = Augment<Rotation<40_deg>, SmoothMasks>;
  const auto heat = picture<M>();
  Smooth::apply_mask<M>({.rotation = 10}, heat, y);
  CHECK(y == transformed<Smooth, M>({.rotation = 10}, heat));
  Policy::apply_mask<M>({}, heat, y);
  CHECK(y == heat);
}

TEST_CASE("label safety of an Augment counts boxes that leave the picture") {
  using Policy = Augment<WidthShift<Fraction<1>>>;  // uniform from one width to the left to one to the right
  const Box boxes[] = {{0, 0, 10, 10, 1}};
  const LabelSafety s = label_safety<Policy, Image<10, 100, 1>>(boxes, 3, 4000);
  CHECK(s.boxes == 4000);
  // Gone when moved to the left by 10 or more, with less than half by 5 to 10, or to the right by 95 or more.
  CHECK(std::fabs(static_cast<double>(s.vanished) / 4000 - 0.45) < 0.03);
  CHECK(std::fabs(static_cast<double>(s.partly) / 4000 - 0.05) < 0.015);
}

TEST_CASE("label safety counts points that leave the picture, labels that are exchanged, and labels of a mask") {
  using I = Image<10, 100, 1>;
  using Policy = Augment<WidthShift<Fraction<1>>, HorizontalFlip<0.25>, Fill::constant<>>;
  using Edge = Keypoint<PointCoordinates::edge>;
  const Edge points[] = {{0, 5, 1, true}, {0, 5, 1, false}, {50, 5, 3, true}};
  const LabelPair pairs[] = {{1, 2}};
  const PointSafety p = label_safety<Policy, I, PointCoordinates::edge>(points, 3, 4000, pairs);
  CHECK(p.points == 8000);  // what was not visible does not count
  // The first leaves by a shift to the left, half of all draws; the second by half of the width or more, half as well.
  CHECK(std::fabs(static_cast<double>(p.vanished) / 8000 - 0.5) < 0.02);
  CHECK(std::fabs(static_cast<double>(p.exchanged) / 4000 - 0.25) < 0.03);
  std::array<std::uint8_t, I::size> mask{};
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = i % 100 < 10 ? 7 : 0;  // the ten columns at the left
  using Shift = Augment<WidthShift<Fraction<1>>, Fill::constant<>, MaskFill<9>>;
  const MaskSafety m = label_safety<Shift, I>(mask, 3, 4000);
  CHECK(m.labels == 8000);
  // 7 is gone when moved to the left by 10 or so, with less than half by 5 to 10 or to the right by 95 and more; 0 is
  // gone by 90 to the left... and has less than half of its 90 columns by 45 and more.
  CHECK(m.vanished > 4000 * 0.42);
  CHECK(m.vanished < 4000 * 0.56);
  CHECK(m.partly > 4000 * 0.45);
  CHECK(label_safety<Augment<>, I>(mask, 3, 10).vanished == 0);
}

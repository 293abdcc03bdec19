// Geometry with given numbers, on any target: the formulas of cropping, flipping, turning and the rest.
#pragma once

#include <cincel/augment/direction.hpp>
#include <cincel/augment/sequence/dice.hpp>
#include <cincel/augment/sequence/target.hpp>

#include <algorithm>
#include <cmath>

namespace cincel {
inline namespace CINCEL_ISA {

/// A rectangle of whole pixels.
struct CropWindow {
  std::int64_t top = 0, left = 0;
  ImageSides sides{};
  friend constexpr bool operator==(const CropWindow&, const CropWindow&) = default;
};

namespace effect {

inline double middle_x(const AugmentTarget& t) { return static_cast<double>(t.sides().width) / 2 - 0.5; }
inline double middle_y(const AugmentTarget& t) { return static_cast<double>(t.sides().height) / 2 - 0.5; }

/// Left becomes right.
inline void flip_horizontal(AugmentTarget& t) {
  t.map({{{-1, 0, static_cast<double>(t.sides().width - 1)}, {0, 1, 0}, {0, 0, 1}}}, t.sides(), Border::stays);
}
/// Top becomes bottom.
inline void flip_vertical(AugmentTarget& t) {
  t.map({{{1, 0, 0}, {0, -1, static_cast<double>(t.sides().height - 1)}, {0, 0, 1}}}, t.sides(), Border::stays);
}
/// Rows become columns.
inline void transpose(AugmentTarget& t) {
  t.map({{{0, 1, 0}, {1, 0, 0}, {0, 0, 1}}}, {t.sides().width, t.sides().height}, Border::stays);
}
/// Counter-clockwise by `quarters` times 90 degrees, as numpy's rot90.
inline void quarter_turns(AugmentTarget& t, int quarters) {
  for (int i = 0; i < quarters; ++i) {
    transpose(t);
    flip_vertical(t);
  }
}
/// The window of these sides whose place is a share of what is left over: 0 top or left, 1 - 2^-24 bottom or right.
inline CropWindow window_at(ImageSides in, ImageSides to, double down, double right) {
  const auto place = [](std::int64_t left_over, double u) {
    return impl::floor_of(u * static_cast<double>(left_over + 1));
  };
  return {place(in.height - to.height, down), place(in.width - to.width, right), to};
}
inline void crop(AugmentTarget& t, const CropWindow& w) { t.crop(w.top, w.left, w.sides); }
/// The middle; of an odd rest torchvision's rounding, half to even: int(round(rest / 2)).
inline void crop_center(AugmentTarget& t, ImageSides to) {
  const auto half = [](std::int64_t rest) {
    return static_cast<std::int64_t>(std::nearbyint(static_cast<double>(rest) / 2));
  };
  t.crop(half(t.sides().height - to.height), half(t.sides().width - to.width), to);
}

/// RandomResizedCrop's window (torchvision): up to ten draws of an area, a share of the picture's in [low, high], and of
/// the logarithm of a ratio width / height; the first that fits is placed anywhere. Else the largest central window.
inline CropWindow resized_window(ImageSides in, double low, double high, double least, double most,
                                 const RandomStream& stream) {
  const double height = static_cast<double>(in.height), width = static_cast<double>(in.width);
  for (std::uint32_t i = 0; i < 10; ++i) {
    const PhiloxBlock b = stream.block(i);
    const double area = height * width * (low + (high - low) * (b.w[0] * 0x1p-32));
    const double log_ratio = std::log(least) + (std::log(most) - std::log(least)) * (b.w[1] * 0x1p-32);
    const double ratio = std::exp(log_ratio), w = std::nearbyint(std::sqrt(area * ratio)),
                 h = std::nearbyint(std::sqrt(area / ratio));
    if (w < 1 || h < 1 || w > width || h > height) continue;
    const ImageSides to{static_cast<std::int64_t>(h), static_cast<std::int64_t>(w)};
    return window_at(in, to, b.w[2] * 0x1p-32, b.w[3] * 0x1p-32);
  }
  ImageSides to = in;
  if (width / height < least)
    to.height = static_cast<std::int64_t>(std::nearbyint(width / least));
  else if (width / height > most)
    to.width = static_cast<std::int64_t>(std::nearbyint(height * most));
  to = {std::clamp<std::int64_t>(to.height, 1, in.height), std::clamp<std::int64_t>(to.width, 1, in.width)};
  return {(in.height - to.height) / 2, (in.width - to.width) / 2, to};
}

/// Clockwise by `angle` degrees, larger by `scale`, sheared by the tangents of two angles, then moved right and down by
/// pixels: the inverse of torchvision's T(centre) T(move) R(angle) Shear T(-centre) · scale.
inline void affine(AugmentTarget& t, double angle, double right, double down, double scale, double shear_x,
                   double shear_y) {
  const Direction turn = direction_of(angle), x = direction_of(shear_x), y = direction_of(shear_y);
  const Projective rotation{{{turn.cosine, -turn.sine, 0}, {turn.sine, turn.cosine, 0}, {0, 0, 1}}};
  const Projective along_x{{{1, -x.sine / x.cosine, 0}, {0, 1, 0}, {0, 0, 1}}};
  const Projective along_y{{{1, 0, 0}, {-y.sine / y.cosine, 1, 0}, {0, 0, 1}}};
  const Projective m = rotation * along_y * along_x * Projective{{{scale, 0, 0}, {0, scale, 0}, {0, 0, 1}}};
  const double cx = middle_x(t), cy = middle_y(t);
  t.map((translation(cx + right, cy + down) * m * translation(-cx, -cy)).inverse(), t.sides(), Border::reaches);
}

/// The points (0, 0), (W - 1, 0), (W - 1, H - 1), (0, H - 1) come to lie at `to`: torchvision's `perspective`, which takes
/// all of them as places on edges.
inline void perspective(AugmentTarget& t, const PlanePoint (&to)[4]) {
  const double right = static_cast<double>(t.sides().width - 1), bottom = static_cast<double>(t.sides().height - 1);
  const PlanePoint corners[4] = {{0, 0}, {right, 0}, {right, bottom}, {0, bottom}};
  const Projective pull = from_four_points(to, corners);
  t.map(translation(-0.5, -0.5) * pull * translation(0.5, 0.5), t.sides(), Border::reaches);
}
/// RandomPerspective (torchvision): each corner moves inwards by whole pixels of 0 … int(distortion · side / 2), the
/// shares of which are given: right and down of the upper left, upper right, lower right, lower left corner.
inline void perspective(AugmentTarget& t, double distortion, const float (&share)[8]) {
  const double right = static_cast<double>(t.sides().width - 1), bottom = static_cast<double>(t.sides().height - 1);
  const auto inwards = [&](int k, std::int64_t side) {
    const std::int64_t half = side / 2;
    const std::int64_t most = impl::floor_of(distortion * static_cast<double>(half));
    return static_cast<double>(impl::floor_of(static_cast<double>(share[k]) * static_cast<double>(most + 1)));
  };
  const auto x = [&](int k) { return inwards(k, t.sides().width); };
  const auto y = [&](int k) { return inwards(k, t.sides().height); };
  perspective(t, {{x(0), y(1)}, {right - x(2), y(3)}, {right - x(4), bottom - y(5)}, {x(6), bottom - y(7)}});
}

}  // namespace effect
}  // namespace CINCEL_ISA
}  // namespace cincel

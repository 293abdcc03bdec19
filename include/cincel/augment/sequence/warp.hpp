// Pixels of a picture at places between pixels: what one resampling pass is made of.
#pragma once

#include <cincel/augment/sequence/projective.hpp>
#include <cincel/augment/settings.hpp>
#include <cincel/core/isa.hpp>

#include <cstdint>

namespace cincel {

/// How a picture is read between its pixels: the nearest pixel; the weighted mean of 2x2; Keys's cubic of 4x4, a = -0.5
/// (PIL's and torchvision's cubic).
enum class Resampling : unsigned char { nearest, bilinear, bicubic };

/// Rows and columns of a picture.
struct ImageSides {
  std::int64_t height = 0, width = 0;
  friend constexpr bool operator==(const ImageSides&, const ImageSides&) = default;
};

inline namespace CINCEL_ISA {
namespace impl {

/// A picture of floats, channels last, whose rows begin `pitch` numbers apart.
struct PictureView {
  const float* data = nullptr;
  ImageSides sides{};
  std::int64_t channels = 0, pitch = 0;
  const float* pixel(std::int64_t y, std::int64_t x) const { return data + y * pitch + x * channels; }
};

/// How it is read, and what stands beyond its border.
struct WarpRule {
  Resampling resampling = Resampling::bilinear;
  FillMode fill = FillMode::nearest;
  float value = 0;
};

/// The largest whole number not above x, |x| < 2^62.
[[gnu::always_inline]] inline std::int64_t floor_of(double x) {
  const auto i = static_cast<std::int64_t>(x);
  return i - (static_cast<double>(i) > x ? 1 : 0);
}

/// Where the pixel i of a side of n is read: clamped, mirrored with the edge twice, or with period n.
inline std::int64_t fold_index(std::int64_t i, std::int64_t n, FillMode fill) {
  if (i >= 0 && i < n) return i;
  if (fill == FillMode::reflect) {
    i %= 2 * n;
    if (i < 0) i += 2 * n;
    return i < n ? i : 2 * n - 1 - i;
  }
  if (fill == FillMode::wrap) {
    i %= n;
    return i < 0 ? i + n : i;
  }
  return i < 0 ? 0 : n - 1;
}

/// Keys's a.
inline constexpr double cubic_sharpness = -0.5;
/// Keys's weights of the pixels -1, 0, 1, 2 at 0 <= t < 1: of one place, or of several, a place in each lane.
template <class Places>
[[gnu::always_inline]] inline void cubic_weights(const Places& t, double a, Places (&w)[4]) {
  const Places before = t + 1, behind = 1 - t, last = 2 - t;
  w[0] = ((a * before - 5 * a) * before + 8 * a) * before - 4 * a;
  w[1] = ((a + 2) * t - (a + 3)) * t * t + 1;
  w[2] = ((a + 2) * behind - (a + 3)) * behind * behind + 1;
  w[3] = ((a * last - 5 * a) * last + 8 * a) * last - 4 * a;
}

/// The sum of rows x columns taps, each weighted along both axes: of one number, or of several in lanes. down(j) and
/// right(i) are the weights, tap(j, i) the taps.
template <class Numbers, class Down, class Right, class Tap>
[[gnu::always_inline]] inline void weigh_taps(Numbers& sum, int rows, int columns, Down down, Right right, Tap tap) {
  sum = Numbers{};
  for (int j = 0; j < rows; ++j) {
    Numbers line{};
    for (int i = 0; i < columns; ++i) line += right(i) * tap(j, i);
    sum += down(j) * line;
  }
}

/// The pixels and weights of one axis at the coordinate x: at most four.
struct AxisTaps {
  std::int64_t at[4];
  float weight[4];
  int count;
};
inline void find_axis(AxisTaps& taps, double x, std::int64_t n, const WarpRule& rule) {
  const double from = rule.resampling == Resampling::nearest ? x + 0.5 : x;
  const std::int64_t first = floor_of(from);
  const double t = from - static_cast<double>(first);
  if (rule.resampling == Resampling::bicubic) {
    double w[4];
    cubic_weights(t, cubic_sharpness, w);
    taps.count = 4;
    for (int k = 0; k < 4; ++k) taps.weight[k] = static_cast<float>(w[k]);
  } else {
    taps.count = rule.resampling == Resampling::nearest || t == 0 ? 1 : 2;
    taps.weight[0] = taps.count == 1 ? 1.0f : static_cast<float>(1 - t);
    taps.weight[1] = static_cast<float>(t);
  }
  const std::int64_t begin = taps.count == 4 ? first - 1 : first;
  for (int k = 0; k < taps.count; ++k) taps.at[k] = fold_index(begin + k, n, rule.fill);
}

/// Writes the pixel at (x, y), in indices. With a constant fill, what lies beyond the pixels' own squares is the value,
/// and nothing is blended with it (as in PIL); NaN is read as a place far outside.
inline void read_place(const PictureView& in, const WarpRule& rule, PlanePoint p, float* out) {
  constexpr double most = 1 << 30;
  const double height = static_cast<double>(in.sides.height), width = static_cast<double>(in.sides.width);
  const double x = p.x > -most ? (p.x < most ? p.x : most) : -most, y = p.y > -most ? (p.y < most ? p.y : most) : -most;
  if (rule.fill == FillMode::constant && !(x >= -0.5 && x < width - 0.5 && y >= -0.5 && y < height - 0.5)) {
    for (std::int64_t c = 0; c < in.channels; ++c) out[c] = rule.value;
    return;
  }
  AxisTaps row, column;
  find_axis(row, y, in.sides.height, rule);
  find_axis(column, x, in.sides.width, rule);
  if (row.count == 1 && column.count == 1) {  // the pixel itself, whatever it is
    const float* from = in.pixel(row.at[0], column.at[0]);
    for (std::int64_t c = 0; c < in.channels; ++c) out[c] = from[c];
    return;
  }
  for (std::int64_t c = 0; c < in.channels; ++c)
    weigh_taps(
        out[c], row.count, column.count, [&](int j) { return row.weight[j]; }, [&](int i) { return column.weight[i]; },
        [&](int j, int i) { return in.pixel(row.at[j], column.at[i])[c]; });
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

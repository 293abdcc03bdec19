// Moments of a batch while training, kept in double precision and merged in a fixed order, so that they do not depend on
// the number of threads.
#pragma once

#include <cincel/kernels/channel_sums.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Adds one sample's map to the moments of each channel: count, mean[c], squares[c] = sum of (x − mean)²
/// (Chan, Golub and LeVeque 1979). The map's own moments are taken in two passes over a vector of channels: of the
/// distances from the rounded mean both the squares and the sum, which says what the rounding took.
template <class P, class T>
constexpr void add_moments(const Buffer& b, const T* x, double& count, double* mean, double* squares) {
  const auto pixels = static_cast<double>(b.map.height() * b.map.width());
  const auto for_pixels = [&](auto f) {
    for (std::int64_t i = 0; i < b.map.height(); ++i)
      for (std::int64_t j = 0; j < b.map.width(); ++j) f(x + pixel_at(b, i, j));
  };
  for_channels<P>(b.map.channels(), [&](std::int64_t k, const auto& l) {
    LongSum<P> sum, distances, of_squares;
    for_pixels([&](const T* p) { sum.add(l.get(p + k)); });
    const P middle = sum.value() * P(static_cast<T>(1 / pixels));
    for_pixels([&](const T* p) {
      const P d = l.get(p + k) - middle;
      distances.add(d);
      of_squares.add_product(d, d);
    });
    for_lanes(
        l,
        [&](std::int64_t c, double first, double rest, double own_squares) {
          const double own = first + rest / pixels, d = own - mean[k + c], left = own_squares - rest * rest / pixels;
          mean[k + c] += d * pixels / (count + pixels);
          squares[k + c] += (left < 0 ? 0 : left) + d * d * count * pixels / (count + pixels);
        },
        middle, distances.value(), of_squares.value());
  });
  count += pixels;
}

/// Merges the moments of other samples into these.
constexpr void merge_moments(double& count, double* mean, double* squares, double other, const double* other_mean,
                             const double* other_squares, std::int64_t channels) {
  if (other == 0) return;
  const double total = count + other;
  for (std::int64_t c = 0; c < channels; ++c) {
    const double d = other_mean[c] - mean[c];
    mean[c] += d * other / total;
    squares[c] += other_squares[c] + d * d * count * other / total;
  }
  count = total;
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

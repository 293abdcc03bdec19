// Moments of a batch while training, kept in double precision and merged in a fixed order, so that they do not depend on
// the number of threads.
#pragma once

#include <cincel/kernels/channel_sums.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Calls f(channel, mean, sum of (x − mean)²) for the channels of a map, in order. Both are taken in two passes over some
/// vectors of channels: of the distances from the rounded mean both the squares and the sum, which says what the rounding
/// took.
template <class P, class T, class F>
constexpr void for_channel_moments(const Buffer& b, const T* x, F f) {
  const auto pixels = static_cast<double>(b.map.height() * b.map.width());
  for_channel_groups<P>(b.map.channels(), [&](std::int64_t k, const auto& l, auto vectors) {
    constexpr int N = vectors();
    const auto row_of = [&](std::int64_t i, auto add) {
      const T* const row = x + pixel_at(b, i, 0) + k;
      return [row, add, &b, &l](std::int64_t j) {
        const T* const p = row + j * b.pixel;
        unroll<N>([&](auto v) { add(v, l.get(p + v() * lanes<P>)); });
      };
    };
    P sum[1][static_cast<std::size_t>(N)], middle[static_cast<std::size_t>(N)], of[2][static_cast<std::size_t>(N)];
    sum_over_map(b.map, sum,
                 [&](std::int64_t i) { return row_of(i, [&](auto v, const P& p) { sum[0][v()] = sum[0][v()] + p; }); });
    unroll<N>([&](auto v) { middle[v()] = sum[0][v()] * P(static_cast<T>(1 / pixels)); });
    sum_over_map(b.map, of, [&](std::int64_t i) {
      return row_of(i, [&](auto v, const P& p) {
        const P d = p - middle[v()];
        of[0][v()] = of[0][v()] + d;
        of[1][v()] = multiply_add(d, d, of[1][v()]);
      });
    });
    unroll<N>([&](auto v) {
      for_lanes(
          l,
          [&](std::int64_t c, double first, double rest, double squares) {
            const double left = squares - rest * rest / pixels;
            f(k + v() * lanes<P> + c, first + rest / pixels, left < 0 ? 0 : left);
          },
          middle[v()], of[0][v()], of[1][v()]);
    });
  });
}

/// Adds one sample's map to the moments of each channel: count, mean[c], squares[c] = sum of (x − mean)²
/// (Chan, Golub and LeVeque 1979).
template <class P, class T>
constexpr void add_moments(const Buffer& b, const T* x, double& count, double* mean, double* squares) {
  const auto pixels = static_cast<double>(b.map.height() * b.map.width());
  for_channel_moments<P>(b, x, [&](std::int64_t c, double own, double own_squares) {
    const double d = own - mean[c];
    mean[c] += d * pixels / (count + pixels);
    squares[c] += own_squares + d * d * count * pixels / (count + pixels);
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

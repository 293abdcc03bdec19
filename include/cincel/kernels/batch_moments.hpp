// Moments of a batch while training, kept in double precision and merged in a fixed order, so that they do not depend on
// the number of threads.
#pragma once

#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Adds one sample's map to the moments of each channel: count, mean[c], squares[c] = sum of (x − mean)²
/// (Chan, Golub and LeVeque 1979). `work` holds two numbers a channel.
template <class T>
constexpr void add_moments(const Buffer& b, const T* x, double& count, double* mean, double* squares, double* work) {
  const std::int64_t h = b.map.height(), w = b.map.width(), n = b.map.channels();
  const auto pixels = static_cast<double>(h * w);
  double *own = work, *deviation = work + n;
  for (std::int64_t c = 0; c < 2 * n; ++c) work[c] = 0;
  for (std::int64_t i = 0; i < h; ++i)
    for (std::int64_t j = 0; j < w; ++j) {
      const T* p = x + pixel_at(b, i, j);
      for (std::int64_t c = 0; c < n; ++c) own[c] += static_cast<double>(p[c]);
    }
  for (std::int64_t c = 0; c < n; ++c) own[c] /= pixels;
  for (std::int64_t i = 0; i < h; ++i)
    for (std::int64_t j = 0; j < w; ++j) {
      const T* p = x + pixel_at(b, i, j);
      for (std::int64_t c = 0; c < n; ++c) {
        const double d = static_cast<double>(p[c]) - own[c];
        deviation[c] += d * d;
      }
    }
  const double total = count + pixels;
  for (std::int64_t c = 0; c < n; ++c) {
    const double d = own[c] - mean[c];
    mean[c] += d * pixels / total;
    squares[c] += deviation[c] + d * d * count * pixels / total;
  }
  count = total;
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

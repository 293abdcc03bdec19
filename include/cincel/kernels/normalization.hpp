// Batch normalisation while training: moments of a batch, forward, backward. Moments are kept in double precision
// and merged in a fixed order, so that they do not depend on the number of threads.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/pooling.hpp>

namespace cincel::inline CINCEL_ISA::kernels {

/// Adds one sample's map to the moments of each channel: count, mean[c], squares[c] = sum of (x − mean)²
/// (Chan, Golub and LeVeque 1979).
template <class T>
constexpr void add_moments(const Buffer& b, const T* x, double& count, double* mean, double* squares) {
  const std::int64_t h = b.map.height(), w = b.map.width();
  const auto pixels = static_cast<double>(h * w);
  for (std::int64_t c = 0; c < b.map.channels(); ++c) {
    double sum = 0, deviation = 0;
    for (std::int64_t i = 0; i < h; ++i)
      for (std::int64_t j = 0; j < w; ++j) sum += static_cast<double>(x[pixel_at(b, i, j) + c]);
    const double own = sum / pixels;
    for (std::int64_t i = 0; i < h; ++i)
      for (std::int64_t j = 0; j < w; ++j) {
        const double d = static_cast<double>(x[pixel_at(b, i, j) + c]) - own;
        deviation += d * d;
      }
    const double d = own - mean[c], total = count + pixels;
    mean[c] += d * pixels / total;
    squares[c] += deviation + d * d * count * pixels / total;
  }
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

/// Adds one sample to the sums that the gradient needs: of dz and of dz · (x − mean), dz = dy · f'.
template <Activation F, class T>
constexpr void add_gradient_sums(const Buffer& bx, const Buffer& by, const T* x, const T* y, const T* dy,
                                 const double* mean, double* sum, double* product) {
  using One = scalar_pack<T, 1>;
  for (std::int64_t i = 0; i < by.map.height(); ++i)
    for (std::int64_t j = 0; j < by.map.width(); ++j) {
      const std::int64_t from = pixel_at(bx, i, j), to = pixel_at(by, i, j);
      for (std::int64_t c = 0; c < by.map.channels(); ++c) {
        const T g = activation_gradient<F>(One(dy[to + c]), One(F == Activation::none ? T(0) : y[to + c])).v[0];
        sum[c] += static_cast<double>(g);
        product[c] += static_cast<double>(g) * (static_cast<double>(x[from + c]) - mean[c]);
      }
    }
}

/// dx += a[c] · dz + b[c] · x + e[c], dz = dy · f': what the gradient of batch normalisation comes to. It flows to
/// every pixel of x that the statistics were taken of, also where y is not wanted and dz is zero.
template <Activation F, class T>
constexpr void normalization_gradient(const Buffer& bx, const Buffer& by, const T* x, const T* y, const T* dy, T* dx,
                                      const double* a, const double* b, const double* e) {
  using One = scalar_pack<T, 1>;
  for (std::int64_t i = 0; i < bx.map.height(); ++i)
    for (std::int64_t j = 0; j < bx.map.width(); ++j) {
      const bool wanted = i < by.map.height() && j < by.map.width();
      const std::int64_t from = pixel_at(bx, i, j), to = wanted ? pixel_at(by, i, j) : 0;
      for (std::int64_t c = 0; c < by.map.channels(); ++c) {
        const One out(wanted && F != Activation::none ? y[to + c] : T(0));
        const T g = wanted ? activation_gradient<F>(One(dy[to + c]), out).v[0] : T(0);
        dx[from + c] += static_cast<T>(a[c] * static_cast<double>(g) + b[c] * static_cast<double>(x[from + c]) + e[c]);
      }
    }
}

}  // namespace cincel::inline CINCEL_ISA::kernels

// Batch normalisation while training: moments of a batch, forward, backward. Moments are kept in double precision
// and merged in a fixed order, so that they do not depend on the number of threads.
#pragma once

#include <cincel/kernels/elementwise.hpp>

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

/// Adds one sample to the sums that the gradient needs: of dz and of dz · (x − mean), dz = dy · f'.
template <Activation F, class T>
constexpr void add_gradient_sums(const Buffer& bx, const Buffer& by, const T* x, const T* y, const T* dy, T alpha,
                                 const double* mean, double* sum, double* product) {
  using One = scalar_pack<T, 1>;
  for (std::int64_t i = 0; i < by.map.height(); ++i)
    for (std::int64_t j = 0; j < by.map.width(); ++j) {
      const std::int64_t from = pixel_at(bx, i, j), to = pixel_at(by, i, j);
      for (std::int64_t c = 0; c < by.map.channels(); ++c) {
        const T g = activation_gradient<F>(One(dy[to + c]), One(F == Activation::none ? T(0) : y[to + c]), alpha).v[0];
        sum[c] += static_cast<double>(g);
        product[c] += static_cast<double>(g) * (static_cast<double>(x[from + c]) - mean[c]);
      }
    }
}

}  // namespace kernels

/// At inference, and while training once the statistics are known: y = f(scale[c] · x + shift[c]).
template <>
struct Operator<Kind::batch_normalization> {
  template <class P, StepKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::scale_channels<P, Key.activation>(s, m);
  }
  /// dx += a[c] · dz + b[c] · x + e[c], dz = dy · f'. It flows to every pixel of x that the statistics were taken of,
  /// also where y is not wanted and dz is zero.
  template <class P, StepKey Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    using One = scalar_pack<T, 1>;
    const Step& s = t.forward;
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    const NormalizationGradient& n = c.normalization[t.normalization];
    const T *x = kernels::begin_of(s.x, c.memory), *y = c.memory.arena + s.y.offset, *dy = c.memory.arena + t.dy.offset,
            alpha = static_cast<T>(s.op.alpha);
    for (std::int64_t i = 0; i < s.x.map.height(); ++i)
      for (std::int64_t j = 0; j < s.x.map.width(); ++j) {
        const bool wanted = i < s.y.map.height() && j < s.y.map.width();
        const std::int64_t out = wanted ? pixel_at(s.y, i, j) : 0;
        const T* from = x + pixel_at(s.x, i, j);
        T* to = d.dx + pixel_at(d.buffer, i, j);
        for (std::int64_t k = 0; k < s.y.map.channels(); ++k) {
          T g(0);
          if (wanted) {
            const One result(Key.activation == Activation::none ? T(0) : y[out + k]);
            g = kernels::activation_gradient<Key.activation>(One(dy[out + k]), result, alpha).v[0];
          }
          to[k] += static_cast<T>(n.a[k] * static_cast<double>(g) + n.b[k] * static_cast<double>(from[k]) + n.e[k]);
        }
      }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

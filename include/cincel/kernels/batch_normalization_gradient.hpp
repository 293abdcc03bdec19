// Gradients of batch normalisation by the statistics of a batch: the sums that they need, and the input's.
#pragma once

#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

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

template <>
struct OperatorGradient<Kind::batch_normalization> : kernels::KeyedByActivation {
  /// dx += a[c] · dz + b[c] · x + e[c], dz = dy · f'. It flows to every pixel of x that the statistics were taken of,
  /// also where y is not wanted and dz is zero.
  template <class P, auto Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    using One = scalar_pack<T, 1>;
    const Step& s = t.forward;
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    const NormalizationGradient& n = c.normalization[t.normalization];
    const T *x = kernels::begin_of(s.x, c.memory), *y = kernels::result_of(s, c.memory),
            *dy = kernels::result_gradient(t, c), alpha = static_cast<T>(s.op.alpha);
    for (std::int64_t i = 0; i < s.x.map.height(); ++i)
      for (std::int64_t j = 0; j < s.x.map.width(); ++j) {
        const bool wanted = i < s.y.map.height() && j < s.y.map.width();
        const std::int64_t out = wanted ? pixel_at(s.y, i, j) : 0;
        const T* from = x + pixel_at(s.x, i, j);
        T* to = d.dx + pixel_at(d.buffer, i, j);
        for (std::int64_t k = 0; k < s.y.map.channels(); ++k) {
          T g(0);
          if (wanted) {
            const One result(Key == Activation::none ? T(0) : y[out + k]);
            g = kernels::activation_gradient<Key>(One(dy[out + k]), result, alpha).v[0];
          }
          to[k] += static_cast<T>(n.a[k] * static_cast<double>(g) + n.b[k] * static_cast<double>(from[k]) + n.e[k]);
        }
      }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

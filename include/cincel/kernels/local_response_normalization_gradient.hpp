// Gradient of local response normalisation.
#pragma once

#include <cincel/kernels/local_response_normalization.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/simd/scalar_math.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// base to the power −beta.
template <class T>
constexpr T negative_power(T base, double beta) {
  return static_cast<T>(scalar_math::exp(-beta * scalar_math::log(static_cast<double>(base))));
}

}  // namespace kernels

template <>
struct OperatorGradient<Kind::local_response_normalization> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    const T *x = kernels::begin_of(s.x, c.memory), *dy = kernels::result_gradient(t, c);
    const std::int64_t n = s.y.map.channels(), reach = s.op.response.size / 2;
    const double beta = static_cast<double>(s.op.response.beta),
                 share = 2 * beta * static_cast<double>(s.op.response.alpha) / s.op.response.size;
    for (std::int64_t i = 0; i < s.y.map.height(); ++i)
      for (std::int64_t j = 0; j < s.y.map.width(); ++j) {
        const T *v = x + pixel_at(s.x, i, j), *g = dy + pixel_at(t.dy, i, j);
        T* to = d.dx + pixel_at(d.buffer, i, j);
        for (std::int64_t k = 0; k < n; ++k) {
          const T b = Operator<Kind::local_response_normalization>::base(s.op, v, k, n),
                  power = kernels::negative_power(b, beta);
          to[k] += g[k] * power;
          const T pull = static_cast<T>(share) * g[k] * v[k] * power / b;
          for (std::int64_t e = k - reach < 0 ? 0 : k - reach; e <= k + reach && e < n; ++e) to[e] -= pull * v[e];
        }
      }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

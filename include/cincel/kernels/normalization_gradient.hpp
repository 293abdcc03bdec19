// What the gradients of normalisations within one sample share.
#pragma once

#include <cincel/kernels/normalization.hpp>
#include <cincel/kernels/operator_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Gradients of gamma and beta, null where there is none.
template <class T>
struct GammaBetaGradient {
  T *gamma = nullptr, *beta = nullptr;
};
template <class T>
constexpr GammaBetaGradient<T> gamma_beta_gradient(const TrainingStep& t, const SampleContext<T>& c) {
  GammaBetaGradient<T> p;
  int next = 0;
  if (t.forward.op.scale) p.gamma = parameter_gradient(t, c, next++);
  if (t.forward.op.center) p.beta = parameter_gradient(t, c, next);
  return p;
}

/// With x̂ = (x − shift) · scale and g = dy · gamma: the sums of g and of g · x̂ that a gradient needs.
struct NormalizationSums {
  double g = 0, product = 0;
};

/// Adds one run of channels to the sums; each(k, d, x̂) is called with each channel's gradient and normalised number.
template <class T, class Each>
constexpr void add_normalization_sums(const T* x, const T* dy, std::int64_t n, const Moments& m, const T* gamma,
                                      NormalizationSums& sums, Each each) {
  for (std::int64_t k = 0; k < n; ++k) {
    const double hat = (static_cast<double>(x[k]) - m.shift) * m.scale, d = static_cast<double>(dy[k]);
    const double g = gamma == nullptr ? d : d * static_cast<double>(gamma[k]);
    each(k, d, hat);
    sums.g += g;
    sums.product += g * hat;
  }
}

/// dx += scale · (g − centre − x̂ · slope).
template <class T>
constexpr void add_normalization_gradient(const T* x, const T* dy, T* dx, std::int64_t n, const Moments& m,
                                          const T* gamma, double centre, double slope) {
  for (std::int64_t k = 0; k < n; ++k) {
    const double hat = (static_cast<double>(x[k]) - m.shift) * m.scale;
    const double g = static_cast<double>(dy[k]) * (gamma == nullptr ? 1.0 : static_cast<double>(gamma[k]));
    dx[k] += static_cast<T>(m.scale * (g - centre - hat * slope));
  }
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

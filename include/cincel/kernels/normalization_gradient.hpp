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

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

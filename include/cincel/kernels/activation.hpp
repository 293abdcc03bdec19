// f(x) of the activations and f'(x) as a function of f(x).
#pragma once

#include <cincel/graph/op.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel::inline CINCEL_ISA::kernels {

template <Activation F, class P>
[[gnu::always_inline]] constexpr P activate(const P& x) {
  using T = typename P::value_type;
  if constexpr (F == Activation::relu) return maximum(x, P(T(0)));
  if constexpr (F == Activation::tanh) return hyperbolic_tangent(x);
  if constexpr (F == Activation::sigmoid) return P(T(1)) / (P(T(1)) + exponential(P(T(0)) - x));
  return x;
}

/// dy · f'(x), given y = f(x).
template <Activation F, class P>
[[gnu::always_inline]] constexpr P activation_gradient(const P& dy, const P& y) {
  using T = typename P::value_type;
  if constexpr (F == Activation::relu) return select(y > P(T(0)), dy, P(T(0)));
  if constexpr (F == Activation::tanh) return dy * (P(T(1)) - y * y);
  if constexpr (F == Activation::sigmoid) return dy * y * (P(T(1)) - y);
  return dy;
}

}  // namespace cincel::inline CINCEL_ISA::kernels

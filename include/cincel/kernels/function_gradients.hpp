// f'(x) of the activations, as a function of f(x) where there is one.
#pragma once

#include <cincel/kernels/functions.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// dy · f'(x); `v` is y = f(x), or x for those whose gradient is no function of y (`gradient_by_result`).
template <Activation F, class P>
[[gnu::always_inline]] constexpr P activation_gradient(const P& dy, const P& v,
                                                       [[maybe_unused]] typename P::value_type alpha) {
  using namespace impl;
  [[maybe_unused]] const P zero = number<P>(0), one = number<P>(1);
  if constexpr (F == Activation::relu) return select(v <= zero, zero, dy);
  if constexpr (F == Activation::clipped_relu) return select(v <= zero, zero, select(P(alpha) <= v, zero, dy));
  if constexpr (F == Activation::leaky_relu) return select(v > zero, dy, P(alpha) * dy);
  if constexpr (F == Activation::elu) return dy * select(v > zero, one, v + P(alpha));
  if constexpr (F == Activation::selu)
    return dy * select(v > zero, number<P>(selu_scale), v + number<P>(selu_scale * selu_alpha));
  if constexpr (F == Activation::sigmoid) return dy * v * (one - v);
  if constexpr (F == Activation::tanh) return dy * (one - v * v);
  if constexpr (F == Activation::hard_sigmoid)
    return select(v <= zero, zero, select(one <= v, zero, dy * number<P>(1.0 / 6)));
  if constexpr (F == Activation::softplus) return dy * (zero - exponential_minus_one(zero - v));
  if constexpr (F == Activation::softsign) {
    const P rest = one - magnitude(v);
    return dy * rest * rest;
  }
  if constexpr (F == Activation::exponential) return dy * v;
  // Beyond these bounds the gradients are 0 or 1, and infinity · 0 would be NaN.
  if constexpr (F == Activation::gelu) {
    const P c = clamp(v, -20, 20);
    return dy * (normal_share(v) + c * number<P>(0.39894228040143267794) * exponential(number<P>(-0.5) * c * c));
  }
  if constexpr (F == Activation::gelu_tanh) {
    const P c = clamp(v, -10, 10), e = gelu_tanh_power(c), share = quotient(one, one + e);
    const P slope = number<P>(2 * 0.79788456080286535588) * multiply_add(number<P>(3 * 0.044715) * c, c, one);
    return dy * (share + c * share * (e * share) * slope);
  }
  if constexpr (F == Activation::silu) {
    const P c = clamp(v, -87, 87), e = exponential(zero - c), share = quotient(one, one + e);
    return dy * (share * (one + c * (e * share)));
  }
  if constexpr (F == Activation::hard_swish) {
    const P inside = dy * multiply_add(v, number<P>(1.0 / 3), number<P>(0.5));
    return select(number<P>(-3) > v, zero, select(v > number<P>(3), dy, inside));
  }
  if constexpr (F == Activation::mish) {
    const MishParts<P> m(v);
    const P n2 = m.n + number<P>(2), c = clamp(v, -100, 20);
    return dy * (m.share + c * number<P>(4) * quotient(m.e, n2) * quotient(one + m.e, n2));
  }
  return dy;
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

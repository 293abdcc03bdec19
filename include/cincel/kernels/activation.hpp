// f(x) of the activations and f'(x), as a function of f(x) where there is one.
#pragma once

#include <cincel/graph/op.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel::inline CINCEL_ISA::kernels {

inline constexpr double selu_scale = 1.0507009873554804934193349852946;
inline constexpr double selu_alpha = 1.6732632423543772848170429916717;

namespace impl {

template <class P>
[[gnu::always_inline]] constexpr P number(double x) {
  return P(static_cast<typename P::value_type>(x));
}
template <class P>
[[gnu::always_inline]] constexpr P clamp(const P& x, double low, double high) {
  return minimum(maximum(x, number<P>(low)), number<P>(high));
}
template <class P>
[[gnu::always_inline]] constexpr P logistic(const P& x) {
  return number<P>(1) / (number<P>(1) + exponential(number<P>(0) - x));
}
/// log(1 + eˣ) without overflow.
template <class P>
[[gnu::always_inline]] constexpr P softplus(const P& x) {
  const P zero = number<P>(0), below = minimum(x, zero - x);  // −|x|
  return maximum(x, zero) + logarithm_of_one_plus(exponential(below));
}
/// tanh of what GELU's approximation takes: sqrt(2/pi) (x + 0.044715 x³).
template <class P>
[[gnu::always_inline]] constexpr P gelu_tanh_part(const P& x) {
  return hyperbolic_tangent(number<P>(0.79788456080286535588) * x *
                            multiply_add(number<P>(0.044715) * x, x, number<P>(1)));
}
/// The normal distribution's share below x.
template <class P>
[[gnu::always_inline]] constexpr P normal_share(const P& x) {
  return number<P>(0.5) * (number<P>(1) + error_function(x * number<P>(0.70710678118654752440)));
}

}  // namespace impl

/// f(x); `alpha` is the slope, limit or scale of those that have one.
template <Activation F, class P>
[[gnu::always_inline]] constexpr P activate(const P& x, [[maybe_unused]] typename P::value_type alpha) {
  using namespace impl;
  [[maybe_unused]] const P zero = number<P>(0), one = number<P>(1);
  if constexpr (F == Activation::relu) return maximum(x, zero);
  if constexpr (F == Activation::clipped_relu) return minimum(maximum(x, zero), P(alpha));
  if constexpr (F == Activation::leaky_relu) return select(x > zero, x, P(alpha) * x);
  if constexpr (F == Activation::elu) return select(x > zero, x, P(alpha) * (exponential(minimum(x, zero)) - one));
  if constexpr (F == Activation::selu)
    return number<P>(selu_scale) * select(x > zero, x, number<P>(selu_alpha) * (exponential(minimum(x, zero)) - one));
  if constexpr (F == Activation::sigmoid) return logistic(x);
  if constexpr (F == Activation::tanh) return hyperbolic_tangent(x);
  if constexpr (F == Activation::hard_sigmoid) return clamp(x + number<P>(3), 0, 6) * number<P>(1.0 / 6);
  if constexpr (F == Activation::softplus) return impl::softplus(x);
  if constexpr (F == Activation::softsign) return x / (one + maximum(x, zero - x));
  if constexpr (F == Activation::exponential) return exponential(x);
  if constexpr (F == Activation::gelu) return x * normal_share(x);
  if constexpr (F == Activation::gelu_tanh) return number<P>(0.5) * x * (one + gelu_tanh_part(x));
  if constexpr (F == Activation::silu) return x * logistic(x);
  if constexpr (F == Activation::hard_swish) return x * clamp(x + number<P>(3), 0, 6) * number<P>(1.0 / 6);
  if constexpr (F == Activation::mish) return x * hyperbolic_tangent(impl::softplus(x));
  return x;
}

/// dy · f'(x); `v` is y = f(x), or x for those whose gradient is no function of y (`gradient_by_result`).
template <Activation F, class P>
[[gnu::always_inline]] constexpr P activation_gradient(const P& dy, const P& v,
                                                       [[maybe_unused]] typename P::value_type alpha) {
  using namespace impl;
  [[maybe_unused]] const P zero = number<P>(0), one = number<P>(1);
  if constexpr (F == Activation::relu) return select(v > zero, dy, zero);
  if constexpr (F == Activation::clipped_relu) return select(v > zero, select(P(alpha) > v, dy, zero), zero);
  if constexpr (F == Activation::leaky_relu) return select(v > zero, dy, P(alpha) * dy);
  if constexpr (F == Activation::elu) return dy * select(v > zero, one, v + P(alpha));
  if constexpr (F == Activation::selu)
    return dy * select(v > zero, number<P>(selu_scale), v + number<P>(selu_scale * selu_alpha));
  if constexpr (F == Activation::sigmoid) return dy * v * (one - v);
  if constexpr (F == Activation::tanh) return dy * (one - v * v);
  if constexpr (F == Activation::hard_sigmoid)
    return select(v > zero, select(one > v, dy * number<P>(1.0 / 6), zero), zero);
  if constexpr (F == Activation::softplus) return dy * (one - exponential(zero - v));
  if constexpr (F == Activation::softsign) {
    const P rest = one - maximum(v, zero - v);
    return dy * rest * rest;
  }
  if constexpr (F == Activation::exponential) return dy * v;
  if constexpr (F == Activation::gelu)
    return dy * (normal_share(v) + v * number<P>(0.39894228040143267794) * exponential(number<P>(-0.5) * v * v));
  if constexpr (F == Activation::gelu_tanh) {
    const P t = gelu_tanh_part(v);
    const P slope = number<P>(0.79788456080286535588) * multiply_add(number<P>(3 * 0.044715) * v, v, one);
    return dy * number<P>(0.5) * ((one + t) + v * (one - t * t) * slope);
  }
  if constexpr (F == Activation::silu) {
    const P s = logistic(v);
    return dy * s * (one + v * (one - s));
  }
  if constexpr (F == Activation::hard_swish) {
    const P inside = dy * multiply_add(v, number<P>(1.0 / 3), number<P>(0.5));
    return select(v > number<P>(-3), select(number<P>(3) > v, inside, dy), zero);
  }
  if constexpr (F == Activation::mish) {
    const P t = hyperbolic_tangent(impl::softplus(v));
    return dy * (t + v * (one - t * t) * logistic(v));
  }
  return dy;
}

}  // namespace cincel::inline CINCEL_ISA::kernels

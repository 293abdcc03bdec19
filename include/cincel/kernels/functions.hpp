// f(x) of the activations.
#pragma once

#include <cincel/graph/op.hpp>
#include <cincel/simd/pack.hpp>

#include <limits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

inline constexpr double selu_scale = 1.0507009873554804934193349852946;
inline constexpr double selu_alpha = 1.6732632423543772848170429916717;

namespace impl {

template <class P>
[[gnu::always_inline]] constexpr P number(double x) {
  return P(static_cast<typename P::value_type>(x));
}
/// NaN if x is.
template <class P>
[[gnu::always_inline]] constexpr P clamp(const P& x, double low, double high) {
  return at_most(number<P>(high), at_least(number<P>(low), x));
}
/// e^x to where it overflows: `exponential` alone is infinite from 88.37 on.
template <class P>
[[gnu::always_inline]] constexpr P full_exponential(const P& x) {
  const auto large = x > number<P>(88);
  const P e = exponential(x);
  if (!any(large)) [[likely]]
    return e;
  return select(large, exponential(x - number<P>(1)) * number<P>(2.7182818284590452354), e);  // x − 1 is exact there
}
/// |x|.
template <class P>
[[gnu::always_inline]] constexpr P magnitude(const P& x) {
  return at_least(number<P>(0) - x, x);
}
template <class P>
[[gnu::always_inline]] constexpr P logistic(const P& x) {
  return quotient(number<P>(1), number<P>(1) + exponential(number<P>(0) - x));
}
/// log(1 + eˣ) without overflow.
template <class P>
[[gnu::always_inline]] constexpr P softplus(const P& x) {
  const P zero = number<P>(0);
  return at_least(zero, x) + logarithm_of_one_plus(exponential(zero - magnitude(x)));
}
/// e^(-2u), u = sqrt(2/pi) (x + 0.044715 x³): GELU's approximation x (1 + tanh u) / 2 is x / (1 + e^(-2u)).
template <class P>
[[gnu::always_inline]] constexpr P gelu_tanh_power(const P& x) {
  return exponential(number<P>(-2 * 0.79788456080286535588) * x *
                     multiply_add(number<P>(0.044715) * x, x, number<P>(1)));
}
/// With e = e^x and n = e (e + 2): tanh(softplus(x)) is n / (n + 2), which cancels nowhere. 1 from x = 20 on.
template <class P>
struct MishParts {
  P e, n, share;
  [[gnu::always_inline]] explicit constexpr MishParts(const P& x)
      : e(exponential(at_most(number<P>(20), x))), n(e * (e + number<P>(2))), share(quotient(n, n + number<P>(2))) {}
};
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
  if constexpr (F == Activation::relu) return at_least(zero, x);
  if constexpr (F == Activation::clipped_relu) return at_most(P(alpha), at_least(zero, x));
  if constexpr (F == Activation::leaky_relu) return select(x > zero, x, P(alpha) * x);
  if constexpr (F == Activation::elu) return select(x > zero, x, P(alpha) * exponential_minus_one(at_most(zero, x)));
  if constexpr (F == Activation::selu)
    return number<P>(selu_scale) * select(x > zero, x, number<P>(selu_alpha) * exponential_minus_one(at_most(zero, x)));
  if constexpr (F == Activation::sigmoid) return logistic(x);
  if constexpr (F == Activation::tanh) return hyperbolic_tangent(x);
  if constexpr (F == Activation::hard_sigmoid) return clamp(x + number<P>(3), 0, 6) * number<P>(1.0 / 6);
  if constexpr (F == Activation::softplus) return impl::softplus(x);
  if constexpr (F == Activation::softsign) {
    constexpr auto most = static_cast<double>((std::numeric_limits<typename P::value_type>::max)());
    const P finite = clamp(x, -most, most);  // infinity / infinity is no limit
    return quotient(finite, one + magnitude(finite));
  }
  if constexpr (F == Activation::exponential) return full_exponential(x);
  // The factor x of the following is kept from −infinity, where the other factor is 0 long before.
  if constexpr (F == Activation::gelu) return at_least(number<P>(-20), x) * normal_share(x);
  if constexpr (F == Activation::gelu_tanh) {
    const P v = at_least(number<P>(-20), x);
    return quotient(v, one + gelu_tanh_power(v));
  }
  if constexpr (F == Activation::silu) return at_least(number<P>(-100), x) * logistic(x);
  if constexpr (F == Activation::hard_swish)
    return at_least(number<P>(-3), x) * clamp(multiply_add(x, number<P>(1.0 / 6), number<P>(0.5)), 0, 1);
  if constexpr (F == Activation::mish) return at_least(number<P>(-100), x) * MishParts<P>(x).share;
  return x;
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

// Functions of a pack, written once for all instruction sets: e^x, e^x − 1, log(1 + x), tanh, the normal distribution.
//
// All of them rest on e^x = 2^n · e^r: n is x / ln 2 rounded to a multiple of 1 / steps, r = x − n ln 2 is small, e^r a
// polynomial. Where a table of 2^(0 / steps), 2^(1 / steps), … fits into a register there are more steps, and fewer terms.
// tests/reference/make_coefficients.py makes the coefficients; docs/accuracy.md says how exact the functions are.
//
// The scalar twin in double precision and all constants are computed by simd/scalar_math.hpp.
#pragma once

#include <cincel/simd/scalar_pack.hpp>
#if !defined CINCEL_SCALAR
#include <cincel/simd/xsimd_pack.hpp>
#endif

#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// `exact`, number by number, where the scalar twin is a reference or a constant; elsewhere `fast`, a template, because there
/// are no such packs of double, and no lambda, because one that is used twice is called.
template <class P, class Exact, class Fast>
[[gnu::always_inline]] constexpr P elementary(const P& x, Exact exact, Fast fast) {
  using T = typename P::value_type;
  if constexpr (is_scalar_twin<P>) {
    const auto rounded = [exact](T v) { return static_cast<T>(exact(static_cast<double>(v))); };
    if constexpr (std::is_same_v<T, double>)
      return P::map(x, rounded);
    else
      return std::is_constant_evaluated() ? P::map(x, rounded) : fast(x);
  } else {
    return fast(x);
  }
}

/// c[0] + c[1] x + c[2] x² + …, two terms at a time: half the latency of one after the other.
template <class P, std::size_t N>
[[gnu::always_inline]] constexpr P polynomial(const P& x, const P& square, const float (&c)[N]) {
  const auto pair = [&](std::size_t i) { return i + 1 < N ? multiply_add(P(c[i + 1]), x, P(c[i])) : P(c[i]); };
  P sum = pair((N - 1) / 2 * 2);
#pragma GCC unroll 8
  for (std::size_t i = (N - 1) / 2 * 2; i > 0; i -= 2) sum = multiply_add(sum, square, pair(i - 2));
  return sum;
}

template <int Steps>
inline constexpr float rounding = 0x1.8p23f / Steps;  // what is added to this is rounded to a multiple of 1 / Steps

/// x − n ln 2. n has few digits and the first part of ln 2 too: their product is exact.
template <class P>
[[gnu::always_inline]] constexpr P past_power(const P& x, const P& n) {
  return multiply_add(n, P(2.12194440e-4f), multiply_add(n, P(-0.693359375f), x));
}
/// e^r − 1 = r + r² q(r).
template <class P, std::size_t N>
[[gnu::always_inline]] constexpr P power_past_one(const P& r, const float (&q)[N]) {
  const P square = r * r;
  return multiply_add(polynomial(r, square, q), square, r);
}

/// e^r − 1 for r from −ln 2 / (2 · Steps) to ln 2 / Steps.
template <int Steps, class P>
[[gnu::always_inline]] constexpr P small_power(const P& r) {
  static_assert(Steps == 1 || Steps == 8 || Steps == 16);
  if constexpr (Steps == 16)
    return power_past_one(r, {0.50001657f, 0.16791968f});
  else if constexpr (Steps == 8)
    return power_past_one(r, {0.49999842f, 0.166673332f, 0.0425174534f});
  else
    return power_past_one(r, {0.500001907f, 0.166668087f, 0.0416256823f, 0.00834093522f, 0.00159988494f});
}

struct FastExponential {
  template <class P>
  [[gnu::always_inline]] constexpr P operator()(const P& x) const {
    constexpr int steps = power_steps<P>;
    constexpr float rounder = rounding<steps>;
    const P v = at_least(P(-88.029692f), x);  // −127 ln 2, whose power of two comes out as 0
    // 2^128 is no number: n stays below, and r becomes larger.
    const P t = at_most(P(rounder + 128 - 1.0f / steps), multiply_add(v, P(1.44269504f), P(rounder)));
    const P power = power_of_two<steps>(t);
    return multiply_add(power, small_power<steps>(past_power(v, t - P(rounder))), power);
  }
};
/// 2^x, −127 <= x < 127.
template <class P>
[[gnu::always_inline]] constexpr P fast_power_of_two(const P& x) {
  constexpr int steps = power_steps<P>;
  const P rounder(rounding<steps>), t = x + rounder, power = power_of_two<steps>(t);
  return multiply_add(power, small_power<steps>((x - (t - rounder)) * P(0.693147181f)), power);
}
/// e^x = power · (1 + rest) of numbers of one sign, from −20 or to 20. n is rounded towards 0, so that rest has the sign of
/// x, and what is power · rest + (power − 1) does not cancel.
template <class P, bool Positive>
struct PowerAndRest {
  P power, rest;
  [[gnu::always_inline]] explicit constexpr PowerAndRest(const P& x) {
    const P rounder(rounding<1>), t = multiply_add(x, P(1.44269504f), P(Positive ? -0.5f : 0.5f)) + rounder;
    const P r = past_power(x, t - rounder);
    power = power_of_two<1>(t);
    if constexpr (Positive)
      rest = power_past_one(r, {0.500000894f, 0.166647688f, 0.0417948589f, 0.00796255469f, 0.00186042173f});
    else
      rest = power_past_one(r, {0.499999344f, 0.166653484f, 0.0415795445f, 0.00807806943f, 0.00103878439f});
  }
  [[gnu::always_inline]] constexpr P minus_one() const { return multiply_add(power, rest, power - P(1.0f)); }
};

struct FastExponentialMinusOne {
  template <class P>
  [[gnu::always_inline]] constexpr P operator()(const P& x) const {
    return PowerAndRest<P, false>(at_least(P(-20.0f), x)).minus_one();
  }
};
/// A quotient of polynomials, which is 1 from |x| = 9 on and never more.
struct FastHyperbolicTangent {
  template <class P>
  [[gnu::always_inline]] constexpr P operator()(const P& x) const {
    const P a = at_most(P(9.0f), with_sign_of(x, P(1.0f))), square = a * a, fourth = square * square;
    const P p = polynomial(square, fourth, {1.0f, 0.133839853f, 0.00349900166f, 2.06613383e-05f, 1.34198978e-08f});
    const P q = polynomial(square, fourth, {1.0f, 0.467173068f, 0.0258902287f, 0.000329104679f, 7.80476651e-07f});
    return quotient(with_sign_of(at_most(q, a * p), x), q);
  }
};
/// With e = e^(2|x|) − 1, e / (e + 2), which is 1 from |x| = 10 on.
struct TightHyperbolicTangent {
  template <class P>
  [[gnu::always_inline]] constexpr P operator()(const P& x) const {
    const P a = at_most(P(10.0f), with_sign_of(x, P(1.0f))), e = PowerAndRest<P, true>(a + a).minus_one();
    return with_sign_of(quotient(e, e + P(2.0f)), x);
  }
};
struct FastLogarithmOfOnePlus {
  template <class P>
  [[gnu::always_inline]] constexpr P operator()(const P& x) const {
    const P square = x * x;
    const P q = polynomial(x, square,
                           {-0.499996483f, 0.3332133f, -0.248572171f, 0.191538483f, -0.137541875f, 0.0792088285f,
                            -0.0300683007f, 0.00536542246f});
    return multiply_add(square, q, x);
  }
};
/// 2^(x q(x) − 1).
struct FastNormalTail {
  template <class P>
  [[gnu::always_inline]] constexpr P operator()(const P& x) const {
    const P a = at_most(P(5.6f), x);
    const P q = polynomial(a, a * a,
                           {-1.151106f, -0.459198594f, -0.0525327846f, 0.00712581025f, -0.000190986349f,
                            -0.000161559699f, 3.37883939e-05f, -2.33881178e-06f});
    return fast_power_of_two(multiply_add(x, q, P(-1.0f)));
  }
};

}  // namespace impl

/// e^x, from where it is a normal number to where it overflows; 0 below −88.03, where it is less than a normal number at
/// most 6e-39 off, infinite beyond 88.72.
template <class P>
[[gnu::always_inline]] constexpr P exponential(const P& x) {
  return impl::elementary(x, [](double v) { return scalar_math::exp(v); }, impl::FastExponential());
}
/// e^x − 1 of x <= 0.
template <class P>
[[gnu::always_inline]] constexpr P exponential_minus_one(const P& x) {
  return impl::elementary(x, [](double v) { return scalar_math::expm1(v); }, impl::FastExponentialMinusOne());
}
template <class P>
[[gnu::always_inline]] constexpr P hyperbolic_tangent(const P& x) {
  return impl::elementary(x, [](double v) { return scalar_math::tanh(v); }, impl::FastHyperbolicTangent());
}
/// The same with half the error.
template <class P>
[[gnu::always_inline]] constexpr P hyperbolic_tangent_tight(const P& x) {
  return impl::elementary(x, [](double v) { return scalar_math::tanh(v); }, impl::TightHyperbolicTangent());
}
/// log(1 + x), 0 <= x <= 1.
template <class P>
[[gnu::always_inline]] constexpr P logarithm_of_one_plus(const P& x) {
  return impl::elementary(x, [](double v) { return scalar_math::log1p(v); }, impl::FastLogarithmOfOnePlus());
}
/// From here on `normal_tail` is 0: q is what it is at 5.6, and 2^(x q − 1) is 2^-127.
inline constexpr double normal_tail_end = 27.643135;
/// The share of the normal distribution below −x, 0 <= x <= normal_tail_end.
template <class P>
[[gnu::always_inline]] constexpr P normal_tail(const P& x) {
  return impl::elementary(
      x, [](double v) { return 0.5 * (1 - scalar_math::erf(v * 0.70710678118654752440)); }, impl::FastNormalTail());
}

}  // namespace CINCEL_ISA
}  // namespace cincel

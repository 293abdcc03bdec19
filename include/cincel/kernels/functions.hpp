// What the activations compute: f(x), and dy · f'(x) as a function of f(x) where there is one.
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
/// |x|.
template <class P>
[[gnu::always_inline]] constexpr P magnitude(const P& x) {
  return with_sign_of(x, number<P>(1));
}
template <class P>
[[gnu::always_inline]] constexpr P logistic(const P& x) {
  return quotient(number<P>(1), number<P>(1) + exponential(number<P>(0) - x));
}
/// log(1 + eˣ) without overflow.
template <class P>
[[gnu::always_inline]] constexpr P softplus(const P& x) {
  const P zero = number<P>(0);
  return at_least(zero, x) + logarithm_of_one_plus(exponential(with_sign_of(x, number<P>(-1))));
}
/// e^(-2u), u = sqrt(2/pi) (x + 0.044715 x³): GELU's approximation x (1 + tanh u) / 2 is x / (1 + e^(-2u)).
template <class P>
[[gnu::always_inline]] constexpr P gelu_tanh_power(const P& x) {
  return exponential(number<P>(-2 * 0.79788456080286535588) * x *
                     multiply_add(number<P>(0.044715) * x, x, number<P>(1)));
}
/// With e = e^x and n = e² + 2 e: tanh(softplus(x)) is n / (n + 2), which cancels nowhere. 1 from x = 20 on.
template <class P>
struct MishParts {
  P e, n, share;
  [[gnu::always_inline]] explicit constexpr MishParts(const P& x)
      : e(exponential(at_most(number<P>(20), x))), n(multiply_add(e, e, e + e)), share(quotient(n, n + number<P>(2))) {}
};
/// f(x) and dy · f'(x) of one activation. `value` takes x. `gradient` takes y = f(x), or x of those whose gradient is no
/// function of y (`ActivationTraits`). `alpha` is the slope, limit or scale of those that have one.
template <Activation F>
struct Function;

template <>
struct Function<Activation::none> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type) {
    return x;
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P&, typename P::value_type) {
    return dy;
  }
};
template <>
struct Function<Activation::relu> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type) {
    return at_least(number<P>(0), x);
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P& v, typename P::value_type) {
    return select(v <= number<P>(0), number<P>(0), dy);
  }
};
template <>
struct Function<Activation::clipped_relu> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type alpha) {
    return at_most(P(alpha), at_least(number<P>(0), x));
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P& v, typename P::value_type alpha) {
    const P zero = number<P>(0);
    return select(v <= zero, zero, select(P(alpha) <= v, zero, dy));
  }
};
template <>
struct Function<Activation::leaky_relu> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type alpha) {
    return select(x > number<P>(0), x, P(alpha) * x);
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P& v, typename P::value_type alpha) {
    return select(v > number<P>(0), dy, P(alpha) * dy);
  }
};
template <>
struct Function<Activation::elu> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type alpha) {
    const P zero = number<P>(0);
    return select(x > zero, x, P(alpha) * exponential_minus_one(at_most(zero, x)));
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P& v, typename P::value_type alpha) {
    return dy * select(v > number<P>(0), number<P>(1), v + P(alpha));
  }
};
template <>
struct Function<Activation::selu> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type) {
    const P zero = number<P>(0);
    return number<P>(selu_scale) * select(x > zero, x, number<P>(selu_alpha) * exponential_minus_one(at_most(zero, x)));
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P& v, typename P::value_type) {
    return dy * select(v > number<P>(0), number<P>(selu_scale), v + number<P>(selu_scale * selu_alpha));
  }
};
template <>
struct Function<Activation::sigmoid> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type) {
    return logistic(x);
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P& v, typename P::value_type) {
    return dy * v * (number<P>(1) - v);
  }
};
template <>
struct Function<Activation::tanh> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type) {
    return hyperbolic_tangent(x);
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P& v, typename P::value_type) {
    return dy * (number<P>(1) - v * v);
  }
};
template <>
struct Function<Activation::tight_tanh> : Function<Activation::tanh> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type) {
    return hyperbolic_tangent_tight(x);
  }
};
template <>
struct Function<Activation::hard_sigmoid> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type) {
    return clamp(x + number<P>(3), 0, 6) * number<P>(1.0 / 6);
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P& v, typename P::value_type) {
    const P zero = number<P>(0);
    return select(v <= zero, zero, select(number<P>(1) <= v, zero, dy * number<P>(1.0 / 6)));
  }
};
template <>
struct Function<Activation::hard_tanh> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type) {
    return clamp(x, -1, 1);
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P& v, typename P::value_type) {
    const P zero = number<P>(0);
    return select(v <= number<P>(-1), zero, select(number<P>(1) <= v, zero, dy));
  }
};
template <>
struct Function<Activation::softplus> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type) {
    return impl::softplus(x);
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P& v, typename P::value_type) {
    const P zero = number<P>(0);
    return dy * (zero - exponential_minus_one(zero - v));
  }
};
template <>
struct Function<Activation::softsign> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type) {
    constexpr auto most = static_cast<double>((std::numeric_limits<typename P::value_type>::max)());
    const P finite = clamp(x, -most, most);  // infinity / infinity is no limit
    return quotient(finite, number<P>(1) + magnitude(finite));
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P& v, typename P::value_type) {
    const P rest = number<P>(1) - magnitude(v);
    return dy * rest * rest;
  }
};
template <>
struct Function<Activation::exponential> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type) {
    return exponential(x);
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P& v, typename P::value_type) {
    return dy * v;
  }
};

// The factor x of the following is kept from −infinity, where the other factor is 0 long before. Beyond the bounds of
// their gradients these are 0 or 1, and infinity · 0 would be NaN.
template <>
struct Function<Activation::gelu> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type) {
    const P a = at_most(number<P>(normal_tail_end), magnitude(x));
    return multiply_add(number<P>(0) - a, normal_tail(a), at_least(number<P>(0), x));
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P& v, typename P::value_type) {
    const P c = clamp(v, -20, 20), tail = normal_tail(magnitude(c));
    const P share = select(c > number<P>(0), number<P>(1) - tail, tail);
    return dy * (share + c * number<P>(0.39894228040143267794) * exponential(number<P>(-0.5) * c * c));
  }
};
template <>
struct Function<Activation::gelu_tanh> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type) {
    const P v = at_least(number<P>(-20), x);
    return quotient(v, number<P>(1) + gelu_tanh_power(v));
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P& v, typename P::value_type) {
    const P one = number<P>(1);
    const P c = clamp(v, -10, 10), e = gelu_tanh_power(c), share = quotient(one, one + e);
    const P slope = number<P>(2 * 0.79788456080286535588) * multiply_add(number<P>(3 * 0.044715) * c, c, one);
    return dy * multiply_add(c * share * (e * share), slope, share);
  }
};
template <>
struct Function<Activation::silu> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type) {
    return quotient(at_least(number<P>(-100), x), number<P>(1) + exponential(number<P>(0) - x));
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P& v, typename P::value_type) {
    const P one = number<P>(1);
    const P c = clamp(v, -87, 87), e = exponential(number<P>(0) - c), share = quotient(one, one + e);
    return dy * (share * multiply_add(c, e * share, one));
  }
};
template <>
struct Function<Activation::hard_swish> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type) {
    return at_least(number<P>(-3), x) * clamp(multiply_add(x, number<P>(1.0 / 6), number<P>(0.5)), 0, 1);
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P& v, typename P::value_type) {
    const P zero = number<P>(0);
    const P inside = dy * multiply_add(v, number<P>(1.0 / 3), number<P>(0.5));
    return select(number<P>(-3) > v, zero, select(v > number<P>(3), dy, inside));
  }
};
template <>
struct Function<Activation::mish> {
  template <class P>
  [[gnu::always_inline]] static constexpr P value(const P& x, typename P::value_type) {
    return at_least(number<P>(-100), x) * MishParts<P>(x).share;
  }
  template <class P>
  [[gnu::always_inline]] static constexpr P gradient(const P& dy, const P& v, typename P::value_type) {
    const MishParts<P> m(v);
    const P n2 = m.n + number<P>(2), c = clamp(v, -100, 20);
    return dy * multiply_add(c * number<P>(4), quotient(m.e * (number<P>(1) + m.e), n2 * n2), m.share);
  }
};

}  // namespace impl

/// Whether f has so many constants and steps that a tile in registers has no room for them.
constexpr bool takes_registers(Activation f) {
  using enum Activation;
  return f == elu || f == selu || f == sigmoid || f == tanh || f == tight_tanh || f == softplus || f == exponential ||
         f == gelu || f == gelu_tanh || f == silu || f == mish;
}

template <Activation F, class P>
[[gnu::always_inline]] constexpr P activate(const P& x, typename P::value_type alpha) {
  return impl::Function<F>::value(x, alpha);
}
template <Activation F, class P>
[[gnu::always_inline]] constexpr P activation_gradient(const P& dy, const P& v, typename P::value_type alpha) {
  return impl::Function<F>::gradient(dy, v, alpha);
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

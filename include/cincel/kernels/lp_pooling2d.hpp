// Lp pooling: the norm of each window, vectors along the channels.
//
//     for each output pixel
//       the window's rows and columns that lie inside the map
//       for each vector of channels: the root of the sum of |x|^p over them
//
// The sums are long sums: 1e-5 whatever the window (simd/long_sum.hpp). Nothing is scaled: |x|^p must be a float.
#pragma once

#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/operator.hpp>
#include <cincel/kernels/pool2d.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// The cube root of a number that is not negative, to 2e-7 of it. e^(log(x) / 3) is a guess, off by the rounding of the
/// logarithm; a step of Newton's method squares its error. The guess is made of finite numbers that are not 0, since
/// neither 0 / 0 nor infinity / infinity is a constant expression.
template <class P>
[[gnu::always_inline]] constexpr P cube_root(const P& x) {
  using T = typename P::value_type;
  using Limits = std::numeric_limits<T>;
  const P third(T(1) / T(3)), most((Limits::max)());
  const P v = at_most(most, at_least(P(Limits::denorm_min()), x)), guess = exponential(third * logarithm(v));
  const P better = guess - third * (guess - quotient(v, guess * guess));
  return select(x <= P(T(0)), x, select(x > most, x, better));
}

/// The root of the sum of the packs' magnitudes to the power 1, 2 or 3.
template <class P, class Sum, int Power>
class PowerSum {
  static_assert(Power >= 1 && Power <= 3);

 public:
  [[gnu::always_inline]] constexpr void add(const P& x) {
    if constexpr (Power == 1)
      sum_.add(impl::magnitude(x));
    else if constexpr (Power == 2)
      sum_.add_product(x, x);
    else
      sum_.add_product(x * x, impl::magnitude(x));
  }
  [[gnu::always_inline]] constexpr P value() const {
    if constexpr (Power == 1)
      return sum_.value();
    else if constexpr (Power == 2)
      return root(sum_.value());
    else
      return cube_root(sum_.value());
  }

 private:
  Sum sum_;
};

template <class P, int Power, class T>
constexpr void lp_pool2d(const Op& op, const Buffer& bx, const Buffer& by, const T* x, T* y) {
  with_sum<P>(std::int64_t{op.window.kernel.h} * op.window.kernel.w, [&](const auto& sum) {
    using Sum = std::remove_cvref_t<decltype(sum)>;
    pool2d<P, 0>(op, bx, by, x, y, [](const ClippedWindow&) { return PowerSum<P, Sum, Power>(); });
  });
}

}  // namespace kernels

template <>
struct Operator<Kind::lp_pooling2d> : kernels::KeyedBy<&Op::power> {
  template <class P, int Power, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::lp_pool2d<P, Power>(s.op, s.x, s.y, kernels::begin_of(s.x, m), kernels::result_of(s, m));
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

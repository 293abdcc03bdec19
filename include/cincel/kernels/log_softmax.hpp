// The logarithm of softmax over the channels of each pixel.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator.hpp>
#include <cincel/kernels/run_sums.hpp>
#include <cincel/simd/pack.hpp>

#include <limits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// y[i] = (x[i] − max x) − log(sum of exp(x − max x)), in this order: large logits do not cancel. Within 3e-7 ·
/// max(1, |y|) for any number of logits that fits, beside the rounding of x − max x.
template <class P, class T>
constexpr void log_softmax(const T* x, T* y, std::int64_t n) {
  using One = scalar_pack<T, 1>;
  constexpr T none = -std::numeric_limits<T>::infinity();
  P top(none);
  for_packs<P>(
      n, [&](std::int64_t i) { top = maximum(top, load<P>(x + i)); },
      [&](std::int64_t i, std::int64_t rest) { top = maximum(top, load_partial<P>(x + i, rest, none)); });
  const P shift(largest(top));
  const T total = sum_of_run<P>(x, n, none, [shift](const P& v) { return exponential(v - shift); });
  const P norm(logarithm(One(total)).v[0]);
  impl::map_run<P>(n, y, [shift, norm](const P& v) { return (v - shift) - norm; }, x);
}

}  // namespace kernels

template <>
struct Operator<Kind::log_softmax> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::for_pixels(s.y.map, s.x, kernels::begin_of(s.x, m), s.y, kernels::result_of(s, m),
                        [&](const T* x, T* y) { kernels::log_softmax<P>(x, y, s.y.map.channels()); });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

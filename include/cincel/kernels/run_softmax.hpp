// Softmax of one run of numbers.
#pragma once

#include <cincel/kernels/operator.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

#include <limits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// y[i] = exp(x[i] − max x) / sum of them; x and y may be the same. The sum is a long one: 1e-5 relative whatever n.
template <class P, class T>
constexpr void softmax(const T* x, T* y, std::int64_t n) {
  constexpr T none = -std::numeric_limits<T>::infinity();
  P top(none);
  for_packs<P>(
      n, [&](std::int64_t i) { top = maximum(top, load<P>(x + i)); },
      [&](std::int64_t i, std::int64_t rest) { top = maximum(top, load_partial<P>(x + i, rest, none)); });
  const P shift(largest(top));
  const T total = with_sum_of_run<P>(n, [&](auto exponentials) {
    for_packs<P>(
        n,
        [&](std::int64_t i) {
          const P e = exponential(load<P>(x + i) - shift);
          store_lanes(y + i, e);
          exponentials.add(e);
        },
        [&](std::int64_t i, std::int64_t rest) {
          store_partial(y + i, exponential(load_partial<P>(x + i, rest, largest(shift)) - shift), rest);
          exponentials.add(load_partial<P>(y + i, rest, T(0)));
        });
    return sum(exponentials);
  });
  const P scale(T(1) / total);
  for_packs<P>(
      n, [&](std::int64_t i) { store_lanes(y + i, load<P>(y + i) * scale); },
      [&](std::int64_t i, std::int64_t rest) {
        store_partial(y + i, load_partial<P>(y + i, rest, T(0)) * scale, rest);
      });
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

// Gradients that are mostly zero (behind max-pooling, ReLU and dropout fifteen of sixteen are) as lists of what is
// not: the backward kernels walk these. NaN is not zero: it stands in the lists.
#pragma once

#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/weighted_sums.hpp>
#include <cincel/simd/pack.hpp>

#include <bit>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Entries that the lists of one operator may need; `widest` is the number of lanes.
constexpr std::int64_t nonzero_capacity(const Op& op, std::int64_t widest) {
  const auto nonzeros = traits_of(op).nonzeros;
  return nonzeros == nullptr ? 0 : nonzeros(op, widest);
}

/// Calls found(lane, value) for the lanes of dy · f'(x) that are not zero; n lanes are read of dy and y.
template <class P, Activation F, class T, class Found>
[[gnu::always_inline]] constexpr void for_nonzero(const T* dy, const T* y, std::int64_t n, float alpha, Found found) {
  if (n >= lanes<P>) {
    P g = load<P>(dy);
    if constexpr (F != Activation::none) g = activation_gradient<F>(g, load<P>(y), static_cast<T>(alpha));
    std::uint64_t bits = nonzero_bits(g);
    if (bits == 0) return;
    T lane[P::size];
    store_lanes(lane, g);
    for (; bits != 0; bits &= bits - 1) {
      const int i = std::countr_zero(bits);
      found(i, lane[i]);
    }
  } else {
    using One = scalar_pack<T, 1>;
    for (std::int64_t i = 0; i < n; ++i) {
      One g(dy[i]);
      if constexpr (F != Activation::none) g = activation_gradient<F>(g, One(y[i]), static_cast<T>(alpha));
      if (g.v[0] != T(0)) found(static_cast<int>(i), g.v[0]);
    }
  }
}

/// `add_weighted` with the numbers of a list; its places, in units of `step`, count from `source`. One function serves all
/// that walk lists, of 5 KB.
template <class P, class T>
constexpr void add_scaled(const Nonzero<T>* list, std::int64_t n, const T* source, std::int64_t step, T* y,
                          std::int64_t length) {
  add_weighted<P>(
      n, [list](std::int64_t i) { return list[i].value; }, [=](std::int64_t i) { return source + list[i].at * step; },
      y, length);
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

// Softmax over one run of numbers, and its gradient.
#pragma once

#include <cincel/simd/pack.hpp>

#include <cstdint>
#include <limits>

namespace cincel::inline CINCEL_ISA::kernels {

/// y[i] = exp(x[i] − max x) / sum of them; x and y may be the same.
template <class P, class T>
constexpr void softmax(const T* x, T* y, std::int64_t n) {
  constexpr T none = -std::numeric_limits<T>::infinity();
  P top(none);
  for_packs<P>(
      n, [&](std::int64_t i) { top = maximum(top, load<P>(x + i)); },
      [&](std::int64_t i, std::int64_t rest) { top = maximum(top, load_partial<P>(x + i, rest, none)); });
  const P shift(largest(top));
  P total(T(0));
  for_packs<P>(
      n,
      [&](std::int64_t i) {
        const P e = exponential(load<P>(x + i) - shift);
        store_lanes(y + i, e);
        total = total + e;
      },
      [&](std::int64_t i, std::int64_t rest) {
        store_partial(y + i, exponential(load_partial<P>(x + i, rest, largest(shift)) - shift), rest);
        total = total + load_partial<P>(y + i, rest, T(0));
      });
  const P scale(T(1) / sum(total));
  for_packs<P>(
      n, [&](std::int64_t i) { store_lanes(y + i, load<P>(y + i) * scale); },
      [&](std::int64_t i, std::int64_t rest) {
        store_partial(y + i, load_partial<P>(y + i, rest, T(0)) * scale, rest);
      });
}

/// dx[i] += y[i] · (dy[i] − sum of dy · y).
template <class P, class T>
constexpr void softmax_gradient(const T* y, const T* dy, T* dx, std::int64_t n) {
  T dot = 0;
  for (std::int64_t i = 0; i < n; ++i) dot += y[i] * dy[i];
  for (std::int64_t i = 0; i < n; ++i) dx[i] += y[i] * (dy[i] - dot);
}

}  // namespace cincel::inline CINCEL_ISA::kernels

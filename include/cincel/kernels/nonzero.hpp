// Gradients that are mostly zero (behind max-pooling, ReLU and dropout fifteen of sixteen are) as lists of what is
// not: the backward kernels walk these.
#pragma once

#include <cincel/kernels/operator.hpp>

#include <bit>

namespace cincel::inline CINCEL_ISA::kernels {

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

namespace impl {

/// y[0 .. J vectors) += sum over the list of value · x(at)[0 .. J vectors), kept in registers over the list.
template <int J, class P, class T, class Source>
[[gnu::always_inline]] constexpr void add_scaled_chunk(const Nonzero<T>* list, std::int64_t n, Source source, T* y) {
  P acc[J];
  unroll<J>([&](auto j) { acc[j()] = load<P>(y + j() * lanes<P>); });
  for (std::int64_t i = 0; i < n; ++i) {
    const P g(list[i].value);
    const T* x = source(list[i].at);
    unroll<J>([&](auto j) { acc[j()] = multiply_add(g, load<P>(x + j() * lanes<P>), acc[j()]); });
  }
  unroll<J>([&](auto j) { store_lanes(y + j() * lanes<P>, acc[j()]); });
}

}  // namespace impl

/// y[0 .. length) += sum over the list of value · source(at)[0 .. length).
///
///     for each chunk of up to 12 (of 32 registers: 24) vectors of y, in registers
///       for each entry of the list: chunk += value · source(at)
template <class P, class T, class Source>
constexpr void add_scaled(const Nonzero<T>* list, std::int64_t n, Source source, T* y, std::int64_t length) {
  constexpr int large = register_count == 32 ? 24 : 12;
  if (n == 0) return;
  std::int64_t i = 0;
  const auto shifted = [&](std::int32_t at) { return source(at) + i; };
  for (; i + large * lanes<P> <= length; i += large * lanes<P>)
    impl::add_scaled_chunk<large, P>(list, n, shifted, y + i);
  for (; i + 6 * lanes<P> <= length; i += 6 * lanes<P>) impl::add_scaled_chunk<6, P>(list, n, shifted, y + i);
  for (; i + 2 * lanes<P> <= length; i += 2 * lanes<P>) impl::add_scaled_chunk<2, P>(list, n, shifted, y + i);
  for (; i + lanes<P> <= length; i += lanes<P>) impl::add_scaled_chunk<1, P>(list, n, shifted, y + i);
  for (; i < length; ++i)
    for (std::int64_t e = 0; e < n; ++e) y[i] += list[e].value * *shifted(list[e].at);
}

}  // namespace cincel::inline CINCEL_ISA::kernels

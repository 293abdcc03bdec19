// Dense with few inputs and few units, both constants: nothing is left of its loops but what the processor waits for.
//
//     for each group of up to 8 vectors of units
//       U partial sums of each, so that 8 multiply-adds are under way; u-th sum: inputs u, u + U, u + 2U, …
//       y = f(bias + the sums, added in pairs)
//
// Sums of so few terms are plain ones: at most 64 inputs, so 68 roundings, 5e-6 of the sum of the terms' magnitudes.
#pragma once

#include <cincel/kernels/dense.hpp>

#include <bit>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

struct SmallDenseKey {
  Activation activation = Activation::none;
  int inputs = 0, units = 0;
};

namespace impl {

/// `N` vectors of units from unit `First`.
template <class P, SmallDenseKey K, int First, int N, class T>
[[gnu::always_inline]] constexpr void small_dense_group(const DenseArgs<T>& a) {
  constexpr int U = static_cast<int>(std::bit_floor(static_cast<unsigned>(K.inputs < 8 / N ? K.inputs : 8 / N)));
  constexpr int L = static_cast<int>(lanes<P>);
  constexpr std::int64_t w_step = packed_width(K.units, First);
  const T* w = a.weights + packed_index(K.units, K.inputs, 0, First);
  P acc[static_cast<std::size_t>(N)][static_cast<std::size_t>(U)];
  unroll<U>([&](auto u) {
    const P s(a.x[u()]);
    unroll<N>([&](auto n) { acc[n()][u()] = s * load<P>(w + u() * w_step + n() * L); });
  });
  const auto add = [&](std::int64_t i, auto u) {
    const P s(a.x[i]);
    unroll<N>([&](auto n) { acc[n()][u()] = multiply_add(s, load<P>(w + i * w_step + n() * L), acc[n()][u()]); });
  };
  for (std::int64_t i = U; i + U <= K.inputs; i += U) unroll<U>([&](auto u) { add(i + u(), u); });
  unroll<K.inputs % U>([&](auto u) { add(K.inputs - K.inputs % U + u(), u); });
  unroll<N>([&](auto n) {
    constexpr int at = First + n() * L, left = K.units - at;
    const P y = activate<K.activation>(load<P>(a.bias + at) + sum_in_pairs<0, U>(acc[n()]), a.alpha);
    if constexpr (left >= L)
      store_lanes(a.y + at, y);
    else if constexpr (left > 0)
      store_partial(a.y + at, y, left);
  });
}

/// All units from `First`. The vectors of a group stand in one block of the packed weights.
template <class P, SmallDenseKey K, int First, class T>
[[gnu::always_inline]] constexpr void small_dense_from(const DenseArgs<T>& a) {
  if constexpr (First < K.units) {
    constexpr int L = static_cast<int>(lanes<P>), block = static_cast<int>(packed_block);
    constexpr int end = K.units < (First / block + 1) * block ? K.units : (First / block + 1) * block;
    constexpr int wanted = (end - First + L - 1) / L, N = wanted < 8 ? wanted : 8;
    small_dense_group<P, K, First, N>(a);
    small_dense_from<P, K, First + N * L>(a);
  }
}

}  // namespace impl
}  // namespace kernels

template <>
struct Operator<Kind::dense, &dense_small> {
  static constexpr kernels::SmallDenseKey key(const Step& s) {
    return {s.op.activation, static_cast<int>(s.op.in.volume()), static_cast<int>(s.op.out.volume())};
  }
  template <class P, kernels::SmallDenseKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::impl::small_dense_from<pack_for<P, Key.units>, Key, 0>(kernels::dense_args(s, m));
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

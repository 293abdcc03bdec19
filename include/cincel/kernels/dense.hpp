// Dense, one sample: a matrix-vector product that reads each weight once.
//
//     for each group of up to 4 vectors of units
//       U partial sums, so that 8 multiply-adds are under way; u-th sum: inputs u, u + U, u + 2U, …
//       y = f(bias + the sums)
#pragma once

#include <cincel/graph/packing.hpp>
#include <cincel/kernels/tile.hpp>

namespace cincel::inline CINCEL_ISA::kernels {

template <class T>
struct DenseArgs {
  const T* x;
  T* y;
  const T* weights;
  const T* bias;
  std::int64_t inputs, units;
};

namespace impl {

template <class P, Activation F, int N, class T>
constexpr void dense_group(const DenseArgs<T>& a, std::int64_t k) {
  constexpr int U = 8 / N;
  const T* w = a.weights + packed_index(a.units, a.inputs, 0, k);
  const std::int64_t w_step = packed_width(a.units, k);
  P acc[U][N];
  unroll<U>([&](auto u) { unroll<N>([&](auto n) { acc[u()][n()] = P(T(0)); }); });
  const T* x = a.x;
  std::int64_t i = 0;
  for (; i + U <= a.inputs; i += U) {
    unroll<U>([&](auto u) {
      const P s(x[u()]);
      unroll<N>(
          [&](auto n) { acc[u()][n()] = multiply_add(s, load<P>(w + u() * w_step + n() * lanes<P>), acc[u()][n()]); });
    });
    x += U;
    w += U * w_step;
  }
  for (; i < a.inputs; ++i) {
    const P s(*x++);
    unroll<N>([&](auto n) { acc[0][n()] = multiply_add(s, load<P>(w + n() * lanes<P>), acc[0][n()]); });
    w += w_step;
  }
  unroll<N>([&](auto n) {
    P total = load<P>(a.bias + k + n() * lanes<P>);
    unroll<U>([&](auto u) { total = total + acc[u()][n()]; });
    const P y = activate<F>(total);
    const std::int64_t at = k + n() * lanes<P>, left = a.units - at;
    if (left >= lanes<P>)
      store_lanes(a.y + at, y);
    else if (left > 0)
      store_partial(a.y + at, y, left);
  });
}

}  // namespace impl

/// y = f(W x + b), weights packed.
template <class P, Activation F, class T>
constexpr void dense(const DenseArgs<T>& a) {
  constexpr std::int64_t most = 4 * lanes<P> < packed_block ? 4 * lanes<P> : packed_block;
  constexpr int vectors = static_cast<int>(most / lanes<P>);
  std::int64_t k = 0;
  for (; k + most <= a.units; k += most) impl::dense_group<P, F, vectors>(a, k);
  while (k < a.units) {
    // The rest by single and double vectors; padding makes a double one readable whenever it begins in the block.
    if (a.units - k > lanes<P> && vectors > 1) {
      impl::dense_group<P, F, vectors / 2>(a, k);
      k += vectors / 2 * lanes<P>;
    } else {
      impl::dense_group<P, F, 1>(a, k);
      k += lanes<P>;
    }
  }
}

}  // namespace cincel::inline CINCEL_ISA::kernels

// Dense, one sample: a matrix-vector product that reads each weight once.
//
//     for each group of up to 4 vectors of units
//       U partial sums, so that 8 multiply-adds are under way; u-th sum: inputs u, u + U, u + 2U, …
//       y = f(bias + the sums)
//
// The partial sums are long ones: 1e-5 of the sum of the terms' magnitudes for any number of inputs.
#pragma once

#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/operator.hpp>
#include <cincel/kernels/tile.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

template <class T>
struct DenseArgs {
  const T* x;
  T* y;
  const T* weights;
  const T* bias;
  std::int64_t inputs, units;
  T alpha;  // of the activation
};

namespace impl {

/// x[First] + x[First + 1] + … + x[First + N - 1], in pairs.
template <int First, int N, class P, std::size_t M>
[[gnu::always_inline]] constexpr P sum_in_pairs(const P (&x)[M]) {
  if constexpr (N == 1)
    return x[First];
  else
    return sum_in_pairs<First, N / 2>(x) + sum_in_pairs<First + N / 2, N - N / 2>(x);
}

template <class P, Activation F, int N, class T>
constexpr void dense_group(const DenseArgs<T>& a, std::int64_t k) {
  constexpr int U = 8 / N;
  const T* w = a.weights + packed_index(a.units, a.inputs, 0, k);
  const std::int64_t w_step = packed_width(a.units, k);
  P acc[static_cast<std::size_t>(U)][static_cast<std::size_t>(N)];
  unroll<U>([&](auto u) { unroll<N>([&](auto n) { acc[u()][n()] = P(T(0)); }); });
  const T* x = a.x;
  TileSums sums(acc);
  for (std::int64_t steps = a.inputs / U; steps > 0;) {
    std::int64_t n = sums.take(acc, steps);
    steps -= n;
    for (; n > 0; --n) {
      unroll<U>([&](auto u) {
        const P s(x[u()]);
        unroll<N>([&](auto v) {
          acc[u()][v()] = multiply_add(s, load<P>(w + u() * w_step + v() * lanes<P>), acc[u()][v()]);
        });
      });
      x += U;
      w += U * w_step;
    }
  }
  sums.finish(acc);
  for (std::int64_t i = a.inputs % U; i > 0; --i) {
    const P s(*x++);
    unroll<N>([&](auto n) { acc[0][n()] = multiply_add(s, load<P>(w + n() * lanes<P>), acc[0][n()]); });
    w += w_step;
  }
  unroll<N>([&](auto n) {
    P total = load<P>(a.bias + k + n() * lanes<P>);
    unroll<U>([&](auto u) { total = total + acc[u()][n()]; });
    const P y = activate<F>(total, a.alpha);
    const std::int64_t at = k + n() * lanes<P>, left = a.units - at;
    if (left >= lanes<P>)
      store_lanes(a.y + at, y);
    else if (left > 0)
      store_partial(a.y + at, y, left);
  });
}

}  // namespace impl

/// y = f(W x + b), weights packed: number by number.
template <Activation F, class T>
constexpr void dense_plain(const DenseArgs<T>& a) {
  for (std::int64_t k = 0; k < a.units; ++k) {
    const T* w = a.weights + packed_index(a.units, a.inputs, 0, k);
    LongDot<T> sum(a.bias[k]);
    sum.add(a.x, w, packed_width(a.units, k), a.inputs);
    a.y[k] = activate<F>(scalar_pack<T, 1>(sum.value()), a.alpha).v[0];
  }
}

/// The same by vectors of units.
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

template <class T>
constexpr DenseArgs<T> dense_args(const Step& s, const Memory<T>& m) {
  return {begin_of(s.x, m), result_of(s, m),   weights_of(s, m),          bias_of(s, m),
          s.op.in.volume(), s.op.out.volume(), static_cast<T>(s.op.alpha)};
}

}  // namespace kernels

template <>
struct Operator<Kind::dense> : kernels::KeyedByActivation {
  template <class P, Activation Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::dense_plain<Key>(kernels::dense_args(s, m));
  }
};

template <>
struct Operator<Kind::dense, &dense_vectors> : kernels::KeyedByActivation {
  template <class P, Activation Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::dense<P, Key>(kernels::dense_args(s, m));
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

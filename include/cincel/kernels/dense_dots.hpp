// Dense with few units: each is a dot product of two runs of memory, so that no lane works for a unit that is not there.
//
//     for each A vectors of inputs: x = load
//       for each unit: acc[unit][0 … A) += x · w[unit]      long sums (simd/long_sum.hpp)
//     y[unit] = f(bias + the lanes of its sums)
#pragma once

#include <cincel/kernels/dense.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// What its code depends on.
struct DenseDotsKey {
  Activation activation = Activation::none;
  int units = 1;
};

namespace impl {

/// Partial sums of a unit, so that eight multiply-adds are under way.
constexpr int dots_of_unit(int units) { return units == 1 ? 8 : units == 2 ? 4 : units <= 4 ? 2 : 1; }

/// acc[u][v] += x[v] · w[u][v] of A vectors, of the first one `rest` numbers if Partial.
template <bool Partial, std::size_t U, std::size_t A, class P, class T>
[[gnu::always_inline]] constexpr void add_dots(P (&acc)[U][A], const T* x, const T* w, std::int64_t row,
                                               std::int64_t rest) {
  constexpr int vectors = Partial ? 1 : static_cast<int>(A);
  unroll<vectors>([&](auto v) {
    const P b = Partial ? load_partial<P>(x, rest, T(0)) : load<P>(x + v() * lanes<P>);
    unroll<static_cast<int>(U)>(
        [&](auto u) { acc[u()][v()] = multiply_add(b, load<P>(w + u() * row + v() * lanes<P>), acc[u()][v()]); });
  });
}

/// What is left of `n` numbers: single vectors, then a part of one.
template <std::size_t U, std::size_t A, class P, class T>
[[gnu::always_inline]] constexpr void add_last_dots(P (&acc)[U][A], const T* x, const T* w, std::int64_t row,
                                                    std::int64_t n) {
  for (; n >= lanes<P>; n -= lanes<P>, x += lanes<P>, w += lanes<P>) {
    P one[U][1];
    unroll<static_cast<int>(U)>([&](auto u) { one[u()][0] = acc[u()][0]; });
    add_dots<false>(one, x, w, row, 0);
    unroll<static_cast<int>(U)>([&](auto u) { acc[u()][0] = one[u()][0]; });
  }
  if (n > 0) add_dots<true>(acc, x, w, row, n);
}

}  // namespace impl

/// y = f(W x + b), number by number.
template <Activation F, class T>
constexpr void dense_dots_plain(const DenseArgs<T>& a) {
  for (std::int64_t k = 0; k < a.units; ++k) {
    LongDot<T> sum(a.bias[k]);
    sum.add(a.x, a.weights + k * packed_unit_row(a.inputs), 1, a.inputs);
    a.y[k] = activate<F>(scalar_pack<T, 1>(sum.value()), a.alpha).v[0];
  }
}

/// The same by vectors of inputs.
template <class P, DenseDotsKey K, class T>
constexpr void dense_dots(const DenseArgs<T>& a) {
  constexpr int U = K.units, A = impl::dots_of_unit(U);
  constexpr std::int64_t step = A * lanes<P>;
  const std::int64_t row = packed_unit_row(a.inputs);
  const T *x = a.x, *w = a.weights;
  P acc[static_cast<std::size_t>(U)][static_cast<std::size_t>(A)];
  unroll<U>([&](auto u) { unroll<A>([&](auto v) { acc[u()][v()] = P(T(0)); }); });
  TileSums sums(acc);
  for (std::int64_t steps = a.inputs / step; steps > 0;) {
    std::int64_t n = sums.take(acc, steps);
    steps -= n;
    for (; n > 0; --n, x += step, w += step) impl::add_dots<false>(acc, x, w, row, 0);
  }
  sums.finish(acc);
  impl::add_last_dots(acc, x, w, row, a.inputs % step);
  unroll<U>([&](auto u) {
    const P total(a.bias[u()] + sum(impl::sum_in_pairs<0, A>(acc[u()])));
    store_partial(a.y + u(), activate<K.activation>(total, a.alpha), 1);
  });
}

}  // namespace kernels

template <>
struct Operator<Kind::dense, &dense_dots> {
  static constexpr kernels::DenseDotsKey key(const Step& s) {
    return {s.op.activation, static_cast<int>(s.op.out.volume())};
  }
  template <class P, kernels::DenseDotsKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    if constexpr (P::size == 1)
      kernels::dense_dots_plain<Key.activation>(kernels::dense_args(s, m));
    else
      kernels::dense_dots<P, Key>(kernels::dense_args(s, m));
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

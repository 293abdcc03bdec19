// Gradients that are mostly zero (behind max-pooling, ReLU and dropout fifteen of sixteen are) as lists of what is
// not: the backward kernels walk these. NaN is not zero: it stands in the lists.
#pragma once

#include <cincel/kernels/operator.hpp>

#include <bit>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Entries that the lists of one operator may need; `widest` is the number of lanes.
constexpr std::int64_t nonzero_capacity(const Op& op, std::int64_t widest) {
  if (op.kind == Kind::dense) return op.out.volume();
  if (op.kind == Kind::embedding) return op.out.width();
  if (op.kind == Kind::conv2d_transpose) {
    const std::int64_t by_channel = op.in.height() * op.in.width() * widest, by_pixel = op.out.channels();
    return by_channel > by_pixel ? by_channel : by_pixel;
  }
  if (op.kind != Kind::conv2d) return 0;
  const std::int64_t pixels = op.out.height() * op.out.width();
  const std::int64_t by_channel = pixels * widest, by_pixel = pixels * (op.out.channels() + 1);
  return by_channel > by_pixel ? by_channel : by_pixel;
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

namespace impl {

/// y[0 .. J vectors) += sum over i < n of value(i) · source(i)[0 .. J vectors), kept in registers over the sum.
template <int J, class P, class T, class Value, class Source>
[[gnu::always_inline]] constexpr void add_scaled_chunk(std::int64_t n, Value value, Source source, T* y) {
  P acc[1][static_cast<std::size_t>(J)];
  unroll<J>([&](auto j) { acc[0][j()] = P(T(0)); });
  TileSums sums(acc);
  for (std::int64_t i = 0; i < n;) {
    const std::int64_t end = i + sums.take(acc, n - i);
    for (; i < end; ++i) {
      const P g(value(i));
      const T* x = source(i);
      unroll<J>([&](auto j) { acc[0][j()] = multiply_add(g, load<P>(x + j() * lanes<P>), acc[0][j()]); });
    }
  }
  sums.finish(acc);
  unroll<J>([&](auto j) { store_lanes(y + j() * lanes<P>, load<P>(y + j() * lanes<P>) + acc[0][j()]); });
}

}  // namespace impl

/// y[0 .. length) += sum over i < n of value(i) · source(i)[0 .. length): a long sum, to 1e-5 of its terms' magnitudes
/// for any n.
///
///     for each chunk of up to 12 (of 32 registers: 24) vectors of y
///       for each i: chunk += value · source, in registers
///       y += chunk
template <class P, class T, class Value, class Source>
constexpr void add_weighted(std::int64_t n, Value value, Source source, T* y, std::int64_t length) {
  constexpr int large = register_count == 32 ? 24 : 12;
  if (n == 0) return;
  std::int64_t k = 0;
  const auto shifted = [&](std::int64_t i) { return source(i) + k; };
  for (; k + large * lanes<P> <= length; k += large * lanes<P>)
    impl::add_scaled_chunk<large, P>(n, value, shifted, y + k);
  for (; k + 6 * lanes<P> <= length; k += 6 * lanes<P>) impl::add_scaled_chunk<6, P>(n, value, shifted, y + k);
  for (; k + 2 * lanes<P> <= length; k += 2 * lanes<P>) impl::add_scaled_chunk<2, P>(n, value, shifted, y + k);
  for (; k + lanes<P> <= length; k += lanes<P>) impl::add_scaled_chunk<1, P>(n, value, shifted, y + k);
  for (; k < length; ++k) impl::add_scaled_chunk<1, scalar_pack<T, 1>>(n, value, shifted, y + k);
}

/// The same with the numbers and places of a list.
template <class P, class T, class Source>
constexpr void add_scaled(const Nonzero<T>* list, std::int64_t n, Source source, T* y, std::int64_t length) {
  add_weighted<P>(
      n, [list](std::int64_t i) { return list[i].value; }, [&](std::int64_t i) { return source(list[i].at); }, y,
      length);
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

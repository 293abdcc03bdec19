// Sums of runs of memory, each with its weight.
#pragma once

#include <cincel/kernels/operator.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

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

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

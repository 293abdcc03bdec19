// The one door to vector registers: `native_pack` and `narrow_pack`, the same operations on them and on their scalar twin,
// partial loads and stores. Kernels are templates on a pack and name nothing else.
//
// NaN reaches the result of every operation that reads it, on every instruction set, in the scalar twin and in constant
// expressions:
//     at_least(bound, x), at_most(bound, x)   the larger, the smaller; NaN if x is. The bound must be a number. Free: x86's
//                                             instructions return their second operand where one is NaN.
//     maximum(a, b), minimum(a, b)            NaN if either is; two more instructions on x86 (compare, or), none on NEON.
// A comparison with NaN is false, so a selection asks for the case that NaN must not take:
// select(x <= zero, 0, dy), never select(x > zero, dy, 0).
#pragma once

#include <cincel/simd/elementary.hpp>
#include <cincel/simd/scalar_pack.hpp>

#if !defined CINCEL_SCALAR
#include <cincel/simd/xsimd_pack.hpp>
#endif

#include <cstdint>
#include <type_traits>
#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {

#if defined CINCEL_SCALAR
/// Four lanes, which a compiler's own vectoriser may put into a register.
using native_pack = scalar_pack<float, 4>;
using narrow_pack = native_pack;
#endif

/// Vector registers that the machine has.
#if defined __AVX512F__ || defined __aarch64__
inline constexpr int register_count = 32;
#else
inline constexpr int register_count = 16;
#endif

template <class P>
inline constexpr std::int64_t lanes = static_cast<std::int64_t>(P::size);

/// The pack for a vector of so many numbers where `P` is the native one: the narrow one if it holds them.
template <class P, std::int64_t Numbers>
using pack_for = std::conditional_t<std::is_same_v<P, native_pack> && Numbers <= lanes<narrow_pack>, narrow_pack, P>;

template <class P>
[[gnu::always_inline]] constexpr P load(const typename P::value_type* p) {
  return P::load_unaligned(p);
}
template <class P>
[[gnu::always_inline]] constexpr void store_lanes(typename P::value_type* p, const P& x) {
  x.store_unaligned(p);
}
/// The first `n` lanes from memory, `fill` in the others; nothing beyond is read.
template <class P>
[[gnu::always_inline]] constexpr P load_partial(const typename P::value_type* p, std::int64_t n,
                                                typename P::value_type fill) {
  return load_first(p, n, P(fill));
}
/// Writes the first `n` lanes and nothing beyond.
template <class P>
[[gnu::always_inline]] constexpr void store_partial(typename P::value_type* p, const P& x, std::int64_t n) {
  store_first(p, n, x);
}

/// Hides from the optimiser where `p` comes from. g++'s predictive commoning otherwise keeps loads of one step of a
/// reduction for the next, and runs out of registers.
template <class T>
[[gnu::always_inline]] constexpr void make_opaque(T*& p) {
  if (!std::is_constant_evaluated()) asm("" : "+r"(p));
}

namespace impl {
template <class F, int... I>
[[gnu::always_inline]] constexpr void unroll(F&& f, std::integer_sequence<int, I...>) {
  (f(std::integral_constant<int, I>{}), ...);
}
}  // namespace impl

/// Calls f(0), …, f(N - 1) with compile-time indices: arrays of registers must never be indexed by a variable.
template <int N, class F>
[[gnu::always_inline]] constexpr void unroll(F&& f) {
  impl::unroll(f, std::make_integer_sequence<int, N>{});
}

/// Calls body(i, n) for runs of full packs (n = lanes) and once for the rest (n < lanes).
template <class P, class Full, class Rest>
[[gnu::always_inline]] constexpr void for_packs(std::int64_t n, Full full, Rest rest) {
  std::int64_t i = 0;
  for (; i + lanes<P> <= n; i += lanes<P>) full(i);
  if (i < n) rest(i, n - i);
}

}  // namespace CINCEL_ISA
}  // namespace cincel

// The machine's registers: `native_pack` is the widest; `narrow_pack` has half its lanes where that is worth having, else
// it is the same. Each register has a file for what xsimd does not know of it, or not in all of its versions; what is the
// same for all stands here. Only these files name xsimd or an intrinsic.
//
// Beside the operations below, and those of xsimd's operators, a register has
//     keep_in_register(x)       g++ otherwise loads a number that has few uses from memory again for each of them
//     multiply_add(a, b, c)     a·b + c, rounded once where the machine can
//     power_of_two<Steps>(t)    2^n, n = t − 1.5 · 2^23 / Steps, a multiple of 1 / Steps from −126 on and below 128; 0 for
//                               −127. The last bits of t are n · Steps, which moved to the exponent's place also carry it
//                               over the root's. `power_steps` says how many steps it has: as many as lanes, where a
//                               register is a table that one instruction reads.
//     load_first(p, n, fill)    the first n lanes (n < size) from memory, those of `fill` in the others; nothing beyond
//                               is read
//     store_first(p, n, x)      writes the first n lanes (n < size) and nothing beyond. What is read again at once must not
//                               be written under a mask: the processor would wait for it to reach the cache. So a number
//                               of lanes that a narrower register has is written from that, where it is a constant.
//     nonzero_bits(x)           bit i says whether lane i differs from zero
//     bfloat16_of<H>(x)         the bfloat16 in half H of each lane (1 is the upper one) as a number
//     int8_of<B>(x)             the whole number from −128 to 127 in byte B of each lane (3 is the uppermost) as a number
#pragma once

#include <cincel/simd/avx512_pack.hpp>
#include <cincel/simd/avx_pack.hpp>
#include <cincel/simd/scalar_pack.hpp>
#include <cincel/simd/short_pack.hpp>
#include <cincel/simd/xsimd.hpp>

#include <concepts>

namespace cincel {
inline namespace CINCEL_ISA {

#if defined __AVX512F__
using narrow_pack = avx_pack;
#else
using narrow_pack = native_pack;
#endif

namespace impl {
template <class P>
concept Register = std::same_as<P, native_pack> || std::same_as<P, narrow_pack>;
}  // namespace impl

/// max(bound, x), NaN if x is: x86 returns the second operand where one is NaN, NEON the NaN.
template <impl::Register P>
inline P at_least(const P& bound, const P& x) {
  return (xsimd::max)(bound, x);
}
/// min(bound, x), NaN if x is.
template <impl::Register P>
inline P at_most(const P& bound, const P& x) {
  return (xsimd::min)(bound, x);
}
/// The larger, NaN if either is. x86 makes it the second wherever either is NaN: it is made NaN where the first is.
template <impl::Register P>
inline P maximum(const P& a, const P& b) {
  return impl::with_nan_of(a, (xsimd::max)(a, b));
}
/// The smaller, NaN if either is.
template <impl::Register P>
inline P minimum(const P& a, const P& b) {
  return impl::with_nan_of(a, (xsimd::min)(a, b));
}
/// Lanes that are NaN.
template <impl::Register P>
inline typename P::batch_bool_type is_nan(const P& a) {
  return xsimd::isnan(a);
}
/// a / b, rounded once. xsimd 8.1 divides by an estimate on NEON, which is 2.5 units in the last place off.
template <impl::Register P>
inline P quotient(const P& a, const P& b) {
#if defined __aarch64__
  return P(vdivq_f32(a.data, b.data));
#else
  return a / b;
#endif
}
/// The square root, rounded once. xsimd 8.1 takes it by an estimate on NEON, of which infinity has none.
template <impl::Register P>
inline P root(const P& a) {
#if defined __aarch64__
  return P(vsqrtq_f32(a.data));
#else
  return xsimd::sqrt(a);
#endif
}
using xsimd::select;
/// |a| with the sign of b.
template <impl::Register P>
inline P with_sign_of(const P& a, const P& b) {
  return (b & P(-0.0f)) | (xsimd::abs)(a);
}
template <impl::Register P>
inline P logarithm(const P& a) {
  return xsimd::log(a);
}
template <impl::Register P>
inline float sum(const P& a) {
#if XSIMD_VERSION_MAJOR >= 9
  return xsimd::reduce_add(a);
#else
  return xsimd::hadd(a);
#endif
}
/// The largest lane, NaN if one is.
template <impl::Register P>
inline float largest(const P& a) {
  float lane[P::size];
  a.store_unaligned(lane);
  float s = lane[0];
  for (const float x : lane) s = larger_or_nan(x, s);
  return s;
}

}  // namespace CINCEL_ISA
}  // namespace cincel

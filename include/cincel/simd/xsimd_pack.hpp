// The only file that names xsimd or an intrinsic. It covers xsimd 8.1 (Debian 12) to 13 (Debian 13).
#pragma once

#include <cincel/simd/scalar_pack.hpp>

#include <cstdint>

// xsimd has functions and parameters of these names, which windows.h and Arduino.h define as macros.
#pragma push_macro("F")
#pragma push_macro("abs")
#pragma push_macro("max")
#pragma push_macro("min")
#pragma push_macro("round")
#undef F
#undef abs
#undef max
#undef min
#undef round
// g++ 12 takes the deliberately undefined registers of its own AVX-512 header for mistakes (GCC bug 105593).
#if defined __GNUC__ && !defined __clang__ && defined __AVX512F__
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <xsimd/xsimd.hpp>
#if defined __GNUC__ && !defined __clang__ && defined __AVX512F__
#pragma GCC diagnostic pop
#endif
#pragma pop_macro("F")
#pragma pop_macro("abs")
#pragma pop_macro("max")
#pragma pop_macro("min")
#pragma pop_macro("round")

#if defined __AVX512BW__ && XSIMD_VERSION_MAJOR < 9
// xsimd 8.1's own code for 32-bit numbers, without its branches for narrower ones: where nothing is optimised, g++'s
// intrinsics are macros with casts, and these branches do not compile.
template <>
inline xsimd::batch<int, xsimd::avx512bw> xsimd::kernel::select<xsimd::avx512bw, int, void>(
    const xsimd::batch_bool<int, xsimd::avx512bw>& condition, const xsimd::batch<int, xsimd::avx512bw>& yes,
    const xsimd::batch<int, xsimd::avx512bw>& no, requires_arch<xsimd::avx512bw>) noexcept {
  return select(condition, yes, no, xsimd::avx512dq{});
}
#endif

namespace cincel {
inline namespace CINCEL_ISA {

/// The vector register of this build.
using native_pack = xsimd::batch<float>;

/// a·b + c, rounded once where the machine can.
inline native_pack multiply_add(const native_pack& a, const native_pack& b, const native_pack& c) {
#if defined __AVX512F__
  // xsimd 8.1 has no fused multiply-add of its own for AVX-512.
  return native_pack(_mm512_fmadd_ps(a.data, b.data, c.data));
#else
  return xsimd::fma(a, b, c);
#endif
}
/// max(bound, x), NaN if x is: x86 returns the second operand where one is NaN, NEON the NaN.
inline native_pack at_least(const native_pack& bound, const native_pack& x) { return (xsimd::max)(bound, x); }
/// min(bound, x), NaN if x is.
inline native_pack at_most(const native_pack& bound, const native_pack& x) { return (xsimd::min)(bound, x); }
namespace impl {
/// Corrects `r`, a maximum or minimum of `a` and `b`, which x86 makes `b` wherever either is NaN: it is NaN where `a` is.
inline native_pack with_nan_of(const native_pack& a, const native_pack& r) {
#if defined __AVX512F__
  return native_pack(_mm512_mask_mov_ps(r.data, _mm512_cmp_ps_mask(a.data, a.data, _CMP_UNORD_Q), a.data));
#elif defined __AVX__
  return native_pack(_mm256_or_ps(r.data, _mm256_cmp_ps(a.data, a.data, _CMP_UNORD_Q)));
#elif defined __SSE2__
  return native_pack(_mm_or_ps(r.data, _mm_cmpunord_ps(a.data, a.data)));
#else
  (void)a;
  return r;  // NEON's instructions give NaN where either is
#endif
}
}  // namespace impl
/// The larger, NaN if either is.
inline native_pack maximum(const native_pack& a, const native_pack& b) {
  return impl::with_nan_of(a, (xsimd::max)(a, b));
}
/// The smaller, NaN if either is.
inline native_pack minimum(const native_pack& a, const native_pack& b) {
  return impl::with_nan_of(a, (xsimd::min)(a, b));
}
/// Lanes that are NaN.
inline native_pack::batch_bool_type is_nan(const native_pack& a) { return xsimd::isnan(a); }
/// a / b, rounded once. xsimd 8.1 divides by an estimate on NEON, which is 2.5 units in the last place off.
inline native_pack quotient(const native_pack& a, const native_pack& b) {
#if defined __aarch64__
  return native_pack(vdivq_f32(a.data, b.data));
#else
  return a / b;
#endif
}
/// The square root, rounded once. xsimd 8.1 takes it by an estimate on NEON, of which infinity has none.
inline native_pack root(const native_pack& a) {
#if defined __aarch64__
  return native_pack(vsqrtq_f32(a.data));
#else
  return xsimd::sqrt(a);
#endif
}
/// Whether a comparison holds in some lane.
inline bool any(const native_pack::batch_bool_type& m) { return xsimd::any(m); }
inline native_pack select(const native_pack::batch_bool_type& m, const native_pack& a, const native_pack& b) {
  return xsimd::select(m, a, b);
}
/// e^a; infinite from 88.37 on (e^a is from 88.73 on), 0 below -88.37.
inline native_pack exponential(const native_pack& a) { return xsimd::exp(a); }
inline native_pack exponential_minus_one(const native_pack& a) { return xsimd::expm1(a); }
inline native_pack hyperbolic_tangent(const native_pack& a) { return xsimd::tanh(a); }
inline native_pack logarithm_of_one_plus(const native_pack& a) { return xsimd::log1p(a); }
inline native_pack logarithm(const native_pack& a) { return xsimd::log(a); }
inline native_pack error_function(const native_pack& a) { return xsimd::erf(a); }
#if defined __AVX512F__
namespace impl {
inline __mmask16 first_lanes(std::int64_t n) { return static_cast<__mmask16>((1u << n) - 1); }
}  // namespace impl
#elif defined __AVX__
namespace impl {
/// All bits of the first n of eight lanes.
inline __m256i first_lanes(std::int64_t n) {
  alignas(64) static constexpr std::int32_t bits[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bits + 8 - n));
}
}  // namespace impl
#endif
/// The first `n` lanes (n < size) from memory, those of `fill` in the others; nothing beyond is read.
inline native_pack load_first(const float* p, std::int64_t n, const native_pack& fill) {
#if defined __AVX512F__
  return native_pack(_mm512_mask_loadu_ps(fill.data, impl::first_lanes(n), p));
#elif defined __AVX__
  const __m256i mask = impl::first_lanes(n);
  return native_pack(_mm256_blendv_ps(fill.data, _mm256_maskload_ps(p, mask), _mm256_castsi256_ps(mask)));
#else
  float lane[native_pack::size];
  fill.store_unaligned(lane);
  for (std::int64_t i = 0; i < n; ++i) lane[i] = p[i];
  return native_pack::load_unaligned(lane);
#endif
}
/// Writes the first `n` lanes (n < size) and nothing beyond. What is read again at once must not be written under a mask:
/// the processor would wait for it to reach the cache. So a number of lanes that a narrower register has is written from
/// that, where it is a constant.
[[gnu::always_inline]] inline void store_first(float* p, std::int64_t n, const native_pack& a) {
#if defined __AVX512F__
  if (__builtin_constant_p(n) && n == 8) return _mm256_storeu_ps(p, _mm512_castps512_ps256(a.data));
  if (__builtin_constant_p(n) && n == 4) return _mm_storeu_ps(p, _mm512_castps512_ps128(a.data));
  if (__builtin_constant_p(n) && n == 1) return _mm_store_ss(p, _mm512_castps512_ps128(a.data));
  _mm512_mask_storeu_ps(p, impl::first_lanes(n), a.data);
#elif defined __AVX__
  if (__builtin_constant_p(n) && n == 4) return _mm_storeu_ps(p, _mm256_castps256_ps128(a.data));
  if (__builtin_constant_p(n) && n == 1) return _mm_store_ss(p, _mm256_castps256_ps128(a.data));
  _mm256_maskstore_ps(p, impl::first_lanes(n), a.data);
#else
  float lane[native_pack::size];
  a.store_unaligned(lane);
  for (std::int64_t i = 0; i < n; ++i) p[i] = lane[i];
#endif
}
/// Bit i says whether lane i differs from zero.
inline std::uint64_t nonzero_bits(const native_pack& a) {
#if defined __AVX512F__
  return _mm512_cmp_ps_mask(a.data, _mm512_setzero_ps(), _CMP_NEQ_UQ);
#elif defined __AVX__
  return static_cast<std::uint64_t>(_mm256_movemask_ps((a != native_pack(0.0f)).data));
#elif defined __SSE2__
  return static_cast<std::uint64_t>(_mm_movemask_ps((a != native_pack(0.0f)).data));
#else
  float lane[native_pack::size];
  a.store_unaligned(lane);
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < native_pack::size; ++i) bits |= std::uint64_t{lane[i] != 0.0f} << i;
  return bits;
#endif
}
inline float sum(const native_pack& a) {
#if XSIMD_VERSION_MAJOR >= 9
  return xsimd::reduce_add(a);
#else
  return xsimd::hadd(a);
#endif
}
/// The largest lane, NaN if one is.
inline float largest(const native_pack& a) {
  float lane[native_pack::size];
  a.store_unaligned(lane);
  float s = lane[0];
  for (const float x : lane) s = larger_or_nan(x, s);
  return s;
}

}  // namespace CINCEL_ISA
}  // namespace cincel

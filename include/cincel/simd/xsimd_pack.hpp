// The only file that names xsimd or an intrinsic. It covers xsimd 8.1 (Debian 12) to 13 (Debian 13).
#pragma once

#include <cincel/simd/scalar_pack.hpp>

#include <bit>
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

/// Keeps x in a register: g++ otherwise loads a number that has few uses from memory again for each of them.
[[gnu::always_inline]] inline void keep_in_register(native_pack& x) {
#if defined __aarch64__
  asm("" : "+w"(x.data));
#elif defined __x86_64__
  asm("" : "+v"(x.data));
#else
  static_cast<void>(x);
#endif
}

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
inline native_pack select(const native_pack::batch_bool_type& m, const native_pack& a, const native_pack& b) {
  return xsimd::select(m, a, b);
}
/// |a| with the sign of b.
inline native_pack with_sign_of(const native_pack& a, const native_pack& b) {
  return (b & native_pack(-0.0f)) | (xsimd::abs)(a);
}
/// In how many steps a power of two goes from one number to its double: as many as a register has lanes, where it is a
/// table that one instruction reads.
#if defined __AVX512F__
template <>
inline constexpr int power_steps<native_pack> = 16;
#elif defined __AVX2__
template <>
inline constexpr int power_steps<native_pack> = 8;
#endif
namespace impl {
/// The bits of 2^(i / 16) less i / 16 of a step of the exponent.
alignas(64) inline constexpr std::int32_t roots_of_two[16] = {
    0x3f800000, 0x3f7daac3, 0x3f7b95c2, 0x3f79c3d3, 0x3f7837f0, 0x3f76f532, 0x3f75fed7, 0x3f75583f,
    0x3f7504f3, 0x3f7508a4, 0x3f75672a, 0x3f76248c, 0x3f7744fd, 0x3f78ccdf, 0x3f7ac0c7, 0x3f7d257d};
alignas(32) inline constexpr std::int32_t eighth_roots_of_two[8] = {0x3f800000, 0x3f7b95c2, 0x3f7837f0, 0x3f75fed7,
                                                                    0x3f7504f3, 0x3f75672a, 0x3f7744fd, 0x3f7ac0c7};
}  // namespace impl
/// 2^n, n = t − 1.5 · 2^23 / Steps, a multiple of 1 / Steps from −126 on and below 128; 0 for −127. The last bits of t are
/// n · Steps, which moved to the exponent's place also carry it over the root's.
template <int Steps>
inline native_pack power_of_two(const native_pack& t) {
  static_assert(Steps == 1 || Steps == power_steps<native_pack>);
#if defined __AVX512F__
  const __m512i bits = _mm512_castps_si512(t.data), one = _mm512_set1_epi32(0x3f800000);
  if constexpr (Steps == 1) return native_pack(_mm512_castsi512_ps(_mm512_add_epi32(_mm512_slli_epi32(bits, 23), one)));
  const __m512i root = _mm512_permutexvar_epi32(bits, _mm512_load_si512(impl::roots_of_two));
  return native_pack(_mm512_castsi512_ps(_mm512_add_epi32(_mm512_slli_epi32(bits, 19), root)));
#elif defined __AVX2__
  const __m256i bits = _mm256_castps_si256(t.data), one = _mm256_set1_epi32(0x3f800000);
  if constexpr (Steps == 1) return native_pack(_mm256_castsi256_ps(_mm256_add_epi32(_mm256_slli_epi32(bits, 23), one)));
  const auto* table = reinterpret_cast<const __m256i*>(impl::eighth_roots_of_two);
  const __m256i root = _mm256_permutevar8x32_epi32(_mm256_load_si256(table), bits);
  return native_pack(_mm256_castsi256_ps(_mm256_add_epi32(_mm256_slli_epi32(bits, 20), root)));
#elif defined __AVX__
  const auto half = [](__m128 x) {
    return _mm_castsi128_ps(_mm_add_epi32(_mm_slli_epi32(_mm_castps_si128(x), 23), _mm_set1_epi32(0x3f800000)));
  };
  return native_pack(_mm256_set_m128(half(_mm256_extractf128_ps(t.data, 1)), half(_mm256_castps256_ps128(t.data))));
#elif defined __SSE2__
  return native_pack(
      _mm_castsi128_ps(_mm_add_epi32(_mm_slli_epi32(_mm_castps_si128(t.data), 23), _mm_set1_epi32(0x3f800000))));
#elif defined __aarch64__
  return native_pack(
      vreinterpretq_f32_s32(vaddq_s32(vshlq_n_s32(vreinterpretq_s32_f32(t.data), 23), vdupq_n_s32(0x3f800000))));
#else
  float lane[native_pack::size];
  t.store_unaligned(lane);
  return native_pack::load_unaligned(power_of_two<1>(scalar_pack<float, native_pack::size>::load_unaligned(lane)).v);
#endif
}
inline native_pack logarithm(const native_pack& a) { return xsimd::log(a); }
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
namespace impl {
/// The lanes' bits, moved left by `Left` and then right by `Right` bits as signed numbers.
template <int Left, int Right>
inline auto moved_bits(const native_pack& a) {
#if defined __AVX512F__
  return _mm512_srai_epi32(_mm512_slli_epi32(_mm512_castps_si512(a.data), Left), Right);
#elif defined __AVX2__
  return _mm256_srai_epi32(_mm256_slli_epi32(_mm256_castps_si256(a.data), Left), Right);
#elif defined __AVX__
  const auto half = [](__m128 x) { return _mm_srai_epi32(_mm_slli_epi32(_mm_castps_si128(x), Left), Right); };
  return _mm256_set_m128i(half(_mm256_extractf128_ps(a.data, 1)), half(_mm256_castps256_ps128(a.data)));
#elif defined __SSE2__
  return _mm_srai_epi32(_mm_slli_epi32(_mm_castps_si128(a.data), Left), Right);
#elif defined __aarch64__
  return vshlq_s32(vshlq_s32(vreinterpretq_s32_f32(a.data), vdupq_n_s32(Left)), vdupq_n_s32(-Right));
#else
  (void)a;
#endif
}
#if !defined __SSE2__ && !defined __aarch64__
template <class F>
native_pack by_scalars(const native_pack& a, F f) {
  float lane[native_pack::size];
  a.store_unaligned(lane);
  return native_pack::load_unaligned(f(scalar_pack<float, native_pack::size>::load_unaligned(lane)).v);
}
#endif
}  // namespace impl
/// The bfloat16 in half `H` of each lane (1 is the upper one) as a number.
template <int H>
inline native_pack bfloat16_of(const native_pack& a) {
  if constexpr (H == 1) {
#if defined __AVX512F__
    return native_pack(_mm512_castsi512_ps(_mm512_and_si512(_mm512_castps_si512(a.data), _mm512_set1_epi32(-0x10000))));
#else
    return a & native_pack(std::bit_cast<float>(0xffff0000u));
#endif
  } else {
#if defined __AVX512F__
    return native_pack(_mm512_castsi512_ps(impl::moved_bits<16, 0>(a)));
#elif defined __AVX__
    return native_pack(_mm256_castsi256_ps(impl::moved_bits<16, 0>(a)));
#elif defined __SSE2__
    return native_pack(_mm_castsi128_ps(impl::moved_bits<16, 0>(a)));
#elif defined __aarch64__
    return native_pack(vreinterpretq_f32_s32(impl::moved_bits<16, 0>(a)));
#else
    return impl::by_scalars(a, [](const auto& x) { return bfloat16_of<H>(x); });
#endif
  }
}
/// The whole number from −128 to 127 in byte `B` of each lane (3 is the uppermost) as a number.
template <int B>
inline native_pack int8_of(const native_pack& a) {
#if defined __AVX512F__
  return native_pack(_mm512_cvtepi32_ps(impl::moved_bits<24 - 8 * B, 24>(a)));
#elif defined __AVX__
  return native_pack(_mm256_cvtepi32_ps(impl::moved_bits<24 - 8 * B, 24>(a)));
#elif defined __SSE2__
  return native_pack(_mm_cvtepi32_ps(impl::moved_bits<24 - 8 * B, 24>(a)));
#elif defined __aarch64__
  return native_pack(vcvtq_f32_s32(impl::moved_bits<24 - 8 * B, 24>(a)));
#else
  return impl::by_scalars(a, [](const auto& x) { return int8_of<B>(x); });
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

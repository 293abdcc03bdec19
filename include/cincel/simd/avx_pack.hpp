// The 8-lane register of AVX and AVX2, also beside AVX-512's. Included by simd/xsimd_pack.hpp.
#pragma once

#include <cincel/simd/scalar_pack.hpp>
#include <cincel/simd/xsimd.hpp>

#include <bit>
#include <cstdint>

#if defined __AVX__
namespace cincel {
inline namespace CINCEL_ISA {

#if defined __AVX512F__
/// The 8-lane register beside the native one.
using avx_pack = xsimd::batch<float, xsimd::avx2>;
#else
using avx_pack = xsimd::batch<float>;
using native_pack = avx_pack;
#endif

[[gnu::always_inline]] inline void keep_in_register(avx_pack& x) { asm("" : "+v"(x.data)); }

inline avx_pack multiply_add(const avx_pack& a, const avx_pack& b, const avx_pack& c) {
#if defined __FMA__
  return avx_pack(_mm256_fmadd_ps(a.data, b.data, c.data));
#else
  return xsimd::fma(a, b, c);
#endif
}
namespace impl {
inline avx_pack with_nan_of(const avx_pack& a, const avx_pack& r) {
  return avx_pack(_mm256_or_ps(r.data, _mm256_cmp_ps(a.data, a.data, _CMP_UNORD_Q)));
}
/// All bits of the first n of eight lanes.
inline __m256i first_of_eight(std::int64_t n) {
  alignas(64) static constexpr std::int32_t bits[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bits + 8 - n));
}
/// The lanes' bits, moved left by `Left` and then right by `Right` bits as signed numbers.
template <int Left, int Right>
inline __m256i moved_bits(const avx_pack& a) {
#if defined __AVX2__
  return _mm256_srai_epi32(_mm256_slli_epi32(_mm256_castps_si256(a.data), Left), Right);
#else
  const auto half = [](__m128 x) { return _mm_srai_epi32(_mm_slli_epi32(_mm_castps_si128(x), Left), Right); };
  return _mm256_set_m128i(half(_mm256_extractf128_ps(a.data, 1)), half(_mm256_castps256_ps128(a.data)));
#endif
}
}  // namespace impl

#if defined __AVX2__
namespace impl {
/// The bits of 2^(i / 8) less i / 8 of a step of the exponent.
alignas(32) inline constexpr std::int32_t eighth_roots_of_two[8] = {0x3f800000, 0x3f7b95c2, 0x3f7837f0, 0x3f75fed7,
                                                                    0x3f7504f3, 0x3f75672a, 0x3f7744fd, 0x3f7ac0c7};
}  // namespace impl
template <>
inline constexpr int power_steps<avx_pack> = 8;
template <int Steps>
inline avx_pack power_of_two(const avx_pack& t) {
  static_assert(Steps == 1 || Steps == power_steps<avx_pack>);
  const __m256i bits = _mm256_castps_si256(t.data), one = _mm256_set1_epi32(0x3f800000);
  if constexpr (Steps == 1) return avx_pack(_mm256_castsi256_ps(_mm256_add_epi32(_mm256_slli_epi32(bits, 23), one)));
  const auto* table = reinterpret_cast<const __m256i*>(impl::eighth_roots_of_two);
  const __m256i root = _mm256_permutevar8x32_epi32(_mm256_load_si256(table), bits);
  return avx_pack(_mm256_castsi256_ps(_mm256_add_epi32(_mm256_slli_epi32(bits, 20), root)));
}
#else
template <int Steps>
inline avx_pack power_of_two(const avx_pack& t) {
  static_assert(Steps == 1);
  const auto half = [](__m128 x) {
    return _mm_castsi128_ps(_mm_add_epi32(_mm_slli_epi32(_mm_castps_si128(x), 23), _mm_set1_epi32(0x3f800000)));
  };
  return avx_pack(_mm256_set_m128(half(_mm256_extractf128_ps(t.data, 1)), half(_mm256_castps256_ps128(t.data))));
}
#endif

inline avx_pack load_first(const float* p, std::int64_t n, const avx_pack& fill) {
  const __m256i mask = impl::first_of_eight(n);
  return avx_pack(_mm256_blendv_ps(fill.data, _mm256_maskload_ps(p, mask), _mm256_castsi256_ps(mask)));
}
[[gnu::always_inline]] inline void store_first(float* p, std::int64_t n, const avx_pack& a) {
  if (__builtin_constant_p(n) && n == 4) return _mm_storeu_ps(p, _mm256_castps256_ps128(a.data));
  if (__builtin_constant_p(n) && n == 1) return _mm_store_ss(p, _mm256_castps256_ps128(a.data));
  _mm256_maskstore_ps(p, impl::first_of_eight(n), a.data);
}
inline std::uint64_t nonzero_bits(const avx_pack& a) {
  return static_cast<std::uint64_t>(_mm256_movemask_ps((a != avx_pack(0.0f)).data));
}

template <int H>
inline avx_pack bfloat16_of(const avx_pack& a) {
  if constexpr (H == 1) return a & avx_pack(std::bit_cast<float>(0xffff0000u));
  return avx_pack(_mm256_castsi256_ps(impl::moved_bits<16, 0>(a)));
}
template <int B>
inline avx_pack int8_of(const avx_pack& a) {
  return avx_pack(_mm256_cvtepi32_ps(impl::moved_bits<24 - 8 * B, 24>(a)));
}

}  // namespace CINCEL_ISA
}  // namespace cincel
#endif

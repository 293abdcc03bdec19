// The 16-lane register of AVX-512. Included by simd/xsimd_pack.hpp.
#pragma once

#include <cincel/simd/scalar_pack.hpp>
#include <cincel/simd/xsimd.hpp>

#include <cstdint>

#if defined __AVX512F__
namespace cincel {
inline namespace CINCEL_ISA {

using native_pack = xsimd::batch<float>;

[[gnu::always_inline]] inline void keep_in_register(native_pack& x) { asm("" : "+v"(x.data)); }

// xsimd 8.1 has no fused multiply-add of its own for AVX-512.
inline native_pack multiply_add(const native_pack& a, const native_pack& b, const native_pack& c) {
  return native_pack(_mm512_fmadd_ps(a.data, b.data, c.data));
}
namespace impl {
inline native_pack with_nan_of(const native_pack& a, const native_pack& r) {
  return native_pack(_mm512_mask_mov_ps(r.data, _mm512_cmp_ps_mask(a.data, a.data, _CMP_UNORD_Q), a.data));
}
/// The bits of 2^(i / 16) less i / 16 of a step of the exponent.
alignas(64) inline constexpr std::int32_t roots_of_two[16] = {
    0x3f800000, 0x3f7daac3, 0x3f7b95c2, 0x3f79c3d3, 0x3f7837f0, 0x3f76f532, 0x3f75fed7, 0x3f75583f,
    0x3f7504f3, 0x3f7508a4, 0x3f75672a, 0x3f76248c, 0x3f7744fd, 0x3f78ccdf, 0x3f7ac0c7, 0x3f7d257d};
inline __mmask16 first_lanes(std::int64_t n) { return static_cast<__mmask16>((1u << n) - 1); }
}  // namespace impl

template <>
inline constexpr int power_steps<native_pack> = 16;
template <int Steps>
inline native_pack power_of_two(const native_pack& t) {
  static_assert(Steps == 1 || Steps == power_steps<native_pack>);
  const __m512i bits = _mm512_castps_si512(t.data), one = _mm512_set1_epi32(0x3f800000);
  if constexpr (Steps == 1) return native_pack(_mm512_castsi512_ps(_mm512_add_epi32(_mm512_slli_epi32(bits, 23), one)));
  const __m512i root = _mm512_permutexvar_epi32(bits, _mm512_load_si512(impl::roots_of_two));
  return native_pack(_mm512_castsi512_ps(_mm512_add_epi32(_mm512_slli_epi32(bits, 19), root)));
}

inline native_pack load_first(const float* p, std::int64_t n, const native_pack& fill) {
  return native_pack(_mm512_mask_loadu_ps(fill.data, impl::first_lanes(n), p));
}
[[gnu::always_inline]] inline void store_first(float* p, std::int64_t n, const native_pack& a) {
  if (__builtin_constant_p(n) && n == 8) return _mm256_storeu_ps(p, _mm512_castps512_ps256(a.data));
  if (__builtin_constant_p(n) && n == 4) return _mm_storeu_ps(p, _mm512_castps512_ps128(a.data));
  if (__builtin_constant_p(n) && n == 1) return _mm_store_ss(p, _mm512_castps512_ps128(a.data));
  _mm512_mask_storeu_ps(p, impl::first_lanes(n), a.data);
}
inline std::uint64_t nonzero_bits(const native_pack& a) {
  return _mm512_cmp_ps_mask(a.data, _mm512_setzero_ps(), _CMP_NEQ_UQ);
}

template <int H>
inline native_pack bfloat16_of(const native_pack& a) {
  const __m512i bits = _mm512_castps_si512(a.data);
  if constexpr (H == 1) return native_pack(_mm512_castsi512_ps(_mm512_and_si512(bits, _mm512_set1_epi32(-0x10000))));
  return native_pack(_mm512_castsi512_ps(_mm512_slli_epi32(bits, 16)));
}
template <int B>
inline native_pack int8_of(const native_pack& a) {
  return native_pack(
      _mm512_cvtepi32_ps(_mm512_srai_epi32(_mm512_slli_epi32(_mm512_castps_si512(a.data), 24 - 8 * B), 24)));
}

}  // namespace CINCEL_ISA
}  // namespace cincel
#endif

// The 4-lane registers of SSE and NEON, and whatever else xsimd knows. Included by simd/xsimd_pack.hpp.
#pragma once

#include <cincel/simd/scalar_pack.hpp>
#include <cincel/simd/xsimd.hpp>

#include <bit>
#include <cstdint>

#if !defined __AVX__
namespace cincel {
inline namespace CINCEL_ISA {

using native_pack = xsimd::batch<float>;

[[gnu::always_inline]] inline void keep_in_register(native_pack& x) {
#if defined __aarch64__
  asm("" : "+w"(x.data));
#elif defined __x86_64__
  asm("" : "+v"(x.data));
#else
  static_cast<void>(x);
#endif
}

inline native_pack multiply_add(const native_pack& a, const native_pack& b, const native_pack& c) {
  return xsimd::fma(a, b, c);
}
namespace impl {
inline native_pack with_nan_of(const native_pack& a, const native_pack& r) {
#if defined __SSE2__
  return native_pack(_mm_or_ps(r.data, _mm_cmpunord_ps(a.data, a.data)));
#else
  (void)a;
  return r;  // NEON's instructions give NaN where either is
#endif
}
/// The lanes' bits, moved left by `Left` and then right by `Right` bits as signed numbers.
template <int Left, int Right>
inline auto moved_bits(const native_pack& a) {
#if defined __SSE2__
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

template <int Steps>
inline native_pack power_of_two(const native_pack& t) {
  static_assert(Steps == 1);
#if defined __SSE2__
  return native_pack(
      _mm_castsi128_ps(_mm_add_epi32(_mm_slli_epi32(_mm_castps_si128(t.data), 23), _mm_set1_epi32(0x3f800000))));
#elif defined __aarch64__
  return native_pack(
      vreinterpretq_f32_s32(vaddq_s32(vshlq_n_s32(vreinterpretq_s32_f32(t.data), 23), vdupq_n_s32(0x3f800000))));
#else
  return impl::by_scalars(t, [](const auto& x) { return power_of_two<1>(x); });
#endif
}

inline native_pack load_first(const float* p, std::int64_t n, const native_pack& fill) {
  float lane[native_pack::size];
  fill.store_unaligned(lane);
  for (std::int64_t i = 0; i < n; ++i) lane[i] = p[i];
  return native_pack::load_unaligned(lane);
}
[[gnu::always_inline]] inline void store_first(float* p, std::int64_t n, const native_pack& a) {
  float lane[native_pack::size];
  a.store_unaligned(lane);
  for (std::int64_t i = 0; i < n; ++i) p[i] = lane[i];
}
inline std::uint64_t nonzero_bits(const native_pack& a) {
#if defined __SSE2__
  return static_cast<std::uint64_t>(_mm_movemask_ps((a != native_pack(0.0f)).data));
#else
  float lane[native_pack::size];
  a.store_unaligned(lane);
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < native_pack::size; ++i) bits |= std::uint64_t{lane[i] != 0.0f} << i;
  return bits;
#endif
}

template <int H>
inline native_pack bfloat16_of(const native_pack& a) {
  if constexpr (H == 1) {
    return a & native_pack(std::bit_cast<float>(0xffff0000u));
  } else {
#if defined __SSE2__
    return native_pack(_mm_castsi128_ps(impl::moved_bits<16, 0>(a)));
#elif defined __aarch64__
    return native_pack(vreinterpretq_f32_s32(impl::moved_bits<16, 0>(a)));
#else
    return impl::by_scalars(a, [](const auto& x) { return bfloat16_of<H>(x); });
#endif
  }
}
template <int B>
inline native_pack int8_of(const native_pack& a) {
#if defined __SSE2__
  return native_pack(_mm_cvtepi32_ps(impl::moved_bits<24 - 8 * B, 24>(a)));
#elif defined __aarch64__
  return native_pack(vcvtq_f32_s32(impl::moved_bits<24 - 8 * B, 24>(a)));
#else
  return impl::by_scalars(a, [](const auto& x) { return int8_of<B>(x); });
#endif
}

}  // namespace CINCEL_ISA
}  // namespace cincel
#endif

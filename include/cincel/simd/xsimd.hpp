// xsimd, whatever macros and warnings surround it: 8.1 (Debian 12) to 13 (Debian 13).
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

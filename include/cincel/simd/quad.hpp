// Four floats side by side, whatever the registers of the machine: a pixel of up to four channels. The compiler's own
// vectors, so that it needs neither xsimd nor an intrinsic.
#pragma once

#include <cincel/core/isa.hpp>

#include <cstdint>
#include <cstring>

namespace cincel {
inline namespace CINCEL_ISA {

using Quad = float __attribute__((vector_size(16)));
/// Four whole numbers.
using FourInts = std::int32_t __attribute__((vector_size(16)));
/// Four doubles. They are passed by reference, since how they are passed by value depends on the machine.
using FourDoubles = double __attribute__((vector_size(32)));

/// Neighbours in a loop over many numbers, in as many registers as they take. Not to be passed by value either.
using ManyFloats = float __attribute__((vector_size(128)));

namespace impl {
using FloatPair = float __attribute__((vector_size(8)));
using Bytes = std::uint8_t __attribute__((vector_size(16)));
using Words = std::uint16_t __attribute__((vector_size(16)));
}  // namespace impl

[[gnu::always_inline]] inline Quad quad_of(float x) { return Quad{x, x, x, x}; }

/// Four neighbours from memory.
[[gnu::always_inline]] inline Quad load_quad(const float* p) {
  Quad q;
  std::memcpy(&q, p, sizeof q);
  return q;
}
[[gnu::always_inline]] inline Quad load_quad(const std::uint8_t* p) {
  std::int32_t four = 0;
  std::memcpy(&four, p, sizeof four);
  const FourInts low{four, 0, 0, 0};
  impl::Bytes b;
  std::memcpy(&b, &low, sizeof b);
  b = __builtin_shufflevector(b, impl::Bytes{}, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  impl::Words w;
  std::memcpy(&w, &b, sizeof w);
  w = __builtin_shufflevector(w, impl::Words{}, 0, 8, 1, 9, 2, 10, 3, 11);
  FourInts wide;
  std::memcpy(&wide, &w, sizeof wide);
  return __builtin_convertvector(wide, Quad);
}
/// Lanes 1, 2, 3 of q, and 3 once more.
[[gnu::always_inline]] inline Quad without_first(const Quad& q) { return __builtin_shufflevector(q, q, 1, 2, 3, 3); }
/// Two neighbours from p, two from q.
[[gnu::always_inline]] inline Quad load_pairs(const float* p, const float* q) {
  impl::FloatPair a, b;
  std::memcpy(&a, p, sizeof a);
  std::memcpy(&b, q, sizeof b);
  return __builtin_shufflevector(a, b, 0, 1, 2, 3);
}

[[gnu::always_inline]] inline void store_quad(float* p, const Quad& q) { std::memcpy(p, &q, sizeof q); }
/// Lanes 0, 1, 2 and nothing beyond.
[[gnu::always_inline]] inline void store_three(float* p, const Quad& q) { std::memcpy(p, &q, 3 * sizeof(float)); }

/// x becomes the nearest number of 0 to `last`; 0 where it is NaN.
[[gnu::always_inline]] inline void clamp_doubles(FourDoubles& x, double last) {
  const FourDoubles zero{}, most{last, last, last, last};
  x = x > zero ? x : zero;
  x = x < most ? x : most;
}
/// x becomes a nearest whole number, the even one of two; |x| < 2^51. (A double of 2^52 has no bit for fractions.)
[[gnu::always_inline]] inline void round_doubles(FourDoubles& x) {
  constexpr double no_fraction = 0x1.8p52;
  x += no_fraction;
  x -= no_fraction;
}
/// x becomes the largest whole number not above it; |x| < 2^51.
[[gnu::always_inline]] inline void floor_doubles(FourDoubles& x) {
  const FourDoubles zero{}, one{1, 1, 1, 1};
  FourDoubles whole = x;
  round_doubles(whole);
  x = whole - (whole > x ? one : zero);
}

/// Four pixels of three numbers, one after another, become their first, second and third numbers.
[[gnu::always_inline]] inline void load_threes(const float* p, Quad& r, Quad& g, Quad& b) {
  const Quad x = load_quad(p), y = load_quad(p + 4), z = load_quad(p + 8);
  r = __builtin_shufflevector(__builtin_shufflevector(x, y, 0, 3, 6, 6), z, 0, 1, 2, 5);
  g = __builtin_shufflevector(__builtin_shufflevector(x, y, 1, 4, 7, 7), z, 0, 1, 2, 6);
  b = __builtin_shufflevector(__builtin_shufflevector(x, y, 2, 5, 5, 5), z, 0, 1, 4, 7);
}
/// The other way.
[[gnu::always_inline]] inline void store_threes(float* p, const Quad& r, const Quad& g, const Quad& b) {
  const Quad low = __builtin_shufflevector(r, g, 0, 4, 1, 5), high = __builtin_shufflevector(r, g, 2, 6, 3, 7);
  store_quad(p, __builtin_shufflevector(low, b, 0, 1, 4, 2));
  store_quad(p + 4, __builtin_shufflevector(__builtin_shufflevector(low, b, 3, 5, 3, 5), high, 0, 1, 4, 5));
  store_quad(p + 8, __builtin_shufflevector(b, high, 2, 6, 7, 3));
}

/// Rows become columns.
[[gnu::always_inline]] inline void transpose(Quad& a, Quad& b, Quad& c, Quad& d) {
  const Quad p = __builtin_shufflevector(a, b, 0, 4, 1, 5), q = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const Quad r = __builtin_shufflevector(c, d, 0, 4, 1, 5), s = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  a = __builtin_shufflevector(p, r, 0, 1, 4, 5);
  b = __builtin_shufflevector(p, r, 2, 3, 6, 7);
  c = __builtin_shufflevector(q, s, 0, 1, 4, 5);
  d = __builtin_shufflevector(q, s, 2, 3, 6, 7);
}

}  // namespace CINCEL_ISA
}  // namespace cincel

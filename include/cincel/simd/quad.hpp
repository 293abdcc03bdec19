// Four floats side by side, whatever the registers of the machine: a pixel of up to four channels. The compiler's own
// vectors, so that it needs neither xsimd nor an intrinsic.
#pragma once

#include <cincel/core/isa.hpp>

#include <cstdint>
#include <cstring>

namespace cincel {
inline namespace CINCEL_ISA {

using Quad = float __attribute__((vector_size(16)));

namespace impl {
using FloatPair = float __attribute__((vector_size(8)));
using FourBytes = std::uint8_t __attribute__((vector_size(4)));
}  // namespace impl

[[gnu::always_inline]] inline Quad quad_of(float x) { return Quad{x, x, x, x}; }

/// Four neighbours from memory.
[[gnu::always_inline]] inline Quad load_quad(const float* p) {
  Quad q;
  std::memcpy(&q, p, sizeof q);
  return q;
}
[[gnu::always_inline]] inline Quad load_quad(const std::uint8_t* p) {
  impl::FourBytes b;
  std::memcpy(&b, p, sizeof b);
  return __builtin_convertvector(b, Quad);
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

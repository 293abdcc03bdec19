// Numbers that are NaN or infinite: what to do with them, and the search for them.
#pragma once

#include <cincel/core/isa.hpp>

#include <bit>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace cincel {

/// Whether numbers that are NaN or infinite are an error.
enum class NonFinite : unsigned char { refuse, permit };

inline namespace CINCEL_ISA {
namespace impl {

/// Whether all of n numbers are finite. Their bits are tested, which compilers vectorise.
template <class T>
constexpr bool all_finite(const T* x, std::int64_t n) {
  using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  constexpr auto infinite = std::bit_cast<Bits>(std::numeric_limits<T>::infinity());
  Bits bad = 0;
  for (std::int64_t i = 0; i < n; ++i) bad |= static_cast<Bits>((std::bit_cast<Bits>(x[i]) & infinite) == infinite);
  return bad == 0;
}

/// The place of the first number that is not finite; n if all are. Whole blocks are tested first, then the numbers of
/// the block that has it.
template <class T>
constexpr std::int64_t first_non_finite(const T* x, std::int64_t n) {
  constexpr std::int64_t block = 1024;
  std::int64_t i = 0;
  while (i + block <= n && all_finite(x + i, block)) i += block;
  while (i < n && all_finite(x + i, 1)) ++i;
  return i;
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

// Memory for numbers whose alignment never depends on compiler flags.
#pragma once

#include <cincel/core/isa.hpp>

#include <cstddef>
#include <cstdint>

namespace cincel {
inline namespace CINCEL_ISA {

/// Every buffer begins on a cache line.
inline constexpr std::size_t storage_alignment = 64;

/// N floats on a cache line of their own; N may be 0.
template <std::int64_t N>
struct alignas(storage_alignment) Storage {
  float values[static_cast<std::size_t>(N > 0 ? N : 1)];
  constexpr float* data() { return values; }
  constexpr const float* data() const { return values; }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

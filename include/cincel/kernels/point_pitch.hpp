// How the numbers of several points, pixels or samples, lie one after another for a tile of registers.
#pragma once

#include <cincel/core/isa.hpp>

#include <cstdint>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Numbers from a point's first to the next point's: an odd number of cache lines, so that neighbours do not meet
/// in the same sets of a cache.
constexpr std::int64_t point_pitch(std::int64_t channels) {
  const std::int64_t lines = (channels + 15) / 16;
  return 16 * (lines | 1);
}

/// Points that may be read behind the last one.
inline constexpr std::int64_t points_beyond = 16;

/// Numbers that `n` points of so many `channels` take.
constexpr std::int64_t numbers_of_points(std::int64_t n, std::int64_t channels) {
  return (n + points_beyond) * point_pitch(channels);
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

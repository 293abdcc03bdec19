// The square root in a constant expression and without a maths library, for layers, packed weights and kernels alike.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

namespace cincel {

/// Square root by Newton's method from a guess by halving the exponent: of a normal number within one unit in the last
/// place.
[[gnu::always_inline]] constexpr double square_root(double x) noexcept {
  if (!(x > 0) || x > (std::numeric_limits<double>::max)()) return x < 0 ? std::numeric_limits<double>::quiet_NaN() : x;
  double y = std::bit_cast<double>((std::bit_cast<std::uint64_t>(x) >> 1) + (std::uint64_t{1023} << 51));
  for (int i = 0; i < 6; ++i) y = (y + x / y) / 2;
  return y;
}

}  // namespace cincel

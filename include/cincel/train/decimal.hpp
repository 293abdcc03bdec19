// Floats taken as the decimal numbers that they were written as: 0.1f is 0.1, not 0.100000001490116….
#pragma once

#include <cincel/core/isa.hpp>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// digits · 10^exponent; at most nine digits.
struct Decimal {
  std::uint64_t digits = 0;
  int exponent = 0;
};

/// The shortest decimal number that reads back as `x`, which is finite and not negative.
inline Decimal decimal_of(float x) {
  char text[32];  // as 9.99e-01
  const auto end = std::to_chars(text, text + sizeof text, x, std::chars_format::scientific).ptr;
  Decimal d;
  const char* at = text;
  bool fraction = false;
  for (; *at != 'e'; ++at) {
    if (*at == '.') {
      fraction = true;
    } else {
      d.digits = 10 * d.digits + static_cast<std::uint64_t>(*at - '0');
      d.exponent -= fraction ? 1 : 0;
    }
  }
  ++at;  // the e; from_chars takes no plus sign
  if (*at == '+') ++at;
  int exponent = 0;
  std::from_chars(at, end, exponent);
  d.exponent += exponent;
  return d;
}

/// That number as a double, correctly rounded: 0.999f is 0.999.
inline double decimal(float x) {
  if (!std::isfinite(x)) return static_cast<double>(x);
  const Decimal d = decimal_of((std::abs)(x));
  const std::string text =
      std::to_string(d.digits) + "e" + std::to_string(d.exponent);  // strtod depends on a locale's point
  return std::copysign(std::strtod(text.c_str(), nullptr), static_cast<double>(x));
}

/// How many of `n` samples (at most 2^32) are trained on when the share `split` in [0, 1) is held back: the floor of
/// n · (1 − split), exactly, with the split as the decimal number that was written.
inline std::int64_t samples_to_train(std::int64_t n, float split) {
  const Decimal d = decimal_of(split);
  if (d.digits == 0) return n;
  // n · digits is below 10^19 and fits in 64 bits. Below one whole sample, one is held back.
  const std::uint64_t part = static_cast<std::uint64_t>(n) * d.digits;
  if (d.exponent < -19) return n - (n > 0 ? 1 : 0);
  std::uint64_t scale = 1;
  for (int i = 0; i < -d.exponent; ++i) scale *= 10;
  return n - static_cast<std::int64_t>(part / scale + (part % scale != 0 ? 1 : 0));
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

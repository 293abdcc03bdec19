// exp, expm1, log, log1p, erf and tanh that also run in a constant expression and without a maths library: the scalar
// twin's, in double precision. Accurate to a few units in the last place; not fast. (core/square_root.hpp has the
// square root.)
#pragma once

#include <cincel/core/isa.hpp>

#include <bit>
#include <cstdint>
#include <limits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace scalar_math {

/// e^x: x = k·ln 2 + r, |r| <= ln 2 / 2, Taylor's series of e^r to r^14.
constexpr double exp(double x) noexcept {
  if (x != x) return x;
  if (x > 709.78) return std::numeric_limits<double>::infinity();
  if (x < -708.0) return 0;
  const double k_real = x * 1.4426950408889634;
  const auto k = static_cast<std::int64_t>(k_real + (k_real < 0 ? -0.5 : 0.5));
  const double r = (x - static_cast<double>(k) * 0x1.62e42fefa38p-1) - static_cast<double>(k) * 0x1.ef35793c7673p-45;
  double sum = 1;
  for (int n = 14; n > 0; --n) sum = 1 + sum * r / n;
  return sum * std::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52);
}

/// e^x − 1, exact for small x too: its series up to |x| = 0.5, beyond by exp.
constexpr double expm1(double x) noexcept {
  if (!(x > -0.5 && x < 0.5)) return exp(x) - 1;
  double sum = 1;
  for (int n = 18; n > 1; --n) sum = 1 + sum * x / n;
  return sum * x;
}

/// Natural logarithm of a positive number: exponent by its bits, mantissa by the series of atanh.
constexpr double log(double x) noexcept {
  if (!(x > 0)) return x == 0 ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  if (x > (std::numeric_limits<double>::max)()) return x;
  int k = 0;
  while (x > 1.5) x /= 2, ++k;
  while (x < 0.75) x *= 2, --k;
  const double t = (x - 1) / (x + 1);
  double sum = 0;
  for (int n = 41; n > 0; n -= 2) sum = 1.0 / n + sum * t * t;
  return 2 * t * sum + k * 0.69314718055994530942;
}

/// log(1 + x) for x >= 0, exact for small x too (Kahan's correction of log at the rounded 1 + x).
constexpr double log1p(double x) noexcept {
  const double u = 1 + x;
  return u == 1 || u > (std::numeric_limits<double>::max)() ? x : log(u) * (x / (u - 1));
}

/// The error function: its series near zero, the continued fraction of erfc beyond (Abramowitz and Stegun 7.1.5 and
/// 7.1.14, evaluated from behind).
constexpr double erf(double x) noexcept {
  const double a = x < 0 ? -x : x;
  if (x != x) return x;
  if (a < 2.5) {
    double term = x, total = x;
    for (int n = 1; n < 60; ++n) {
      term *= -x * x / n;
      total += term / (2 * n + 1);
    }
    return total * 1.1283791670955125739;
  }
  if (a > 6) return x < 0 ? -1 : 1;
  double f = a;
  for (int n = 60; n > 0; --n) f = a + n * 0.5 / f;
  const double tail = exp(-a * a) / (f * 1.7724538509055160273);
  return x < 0 ? tail - 1 : 1 - tail;
}

/// tanh x: by the continued fraction x / (1 + x² / (3 + x² / (5 + …))) near zero, by exp elsewhere.
constexpr double tanh(double x) noexcept {
  const double a = x < 0 ? -x : x;
  if (a < 0.5) {
    double f = 19;
    for (int n = 17; n > 0; n -= 2) f = n + x * x / f;
    return x / f;
  }
  const double t = 1 - 2 / (exp(2 * a) + 1);
  return x < 0 ? -t : t;
}

}  // namespace scalar_math
}  // namespace CINCEL_ISA
}  // namespace cincel

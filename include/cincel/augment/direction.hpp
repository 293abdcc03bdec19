// Sine and cosine of an angle, exact where it is a multiple of 90 degrees, in constant expressions and without a maths
// library, so that a drawn angle gives the same matrix everywhere.
#pragma once

#include <limits>

namespace cincel {

/// Cosine and sine of an angle.
struct Direction {
  double cosine, sine;
};

/// The direction of an angle in degrees; within 2 units in the last place, and NaN for an angle beyond ±1e9 degrees.
constexpr Direction direction_of(double angle) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  if (!(angle > -1e9 && angle < 1e9)) return {none, none};
  const auto quarter = static_cast<long long>(angle / 90 + (angle < 0 ? -0.5 : 0.5));
  const double x = (angle - 90.0 * static_cast<double>(quarter)) * (3.14159265358979323846 / 180), square = x * x;
  double c = 0, s = 0;  // Taylor's series up to x^18, |x| <= pi / 4
  for (int n = 18; n > 0; n -= 2) {
    c = (1 + c) * -square / (n * (n - 1));
    s = (1 + s) * -square / (n * (n + 1));
  }
  c = 1 + c;
  s = x + x * s;
  switch (quarter % 4) {
    case 1:
    case -3: return {-s, c};
    case 2:
    case -2: return {-c, -s};
    case 3:
    case -1: return {s, -c};
    default: return {c, s};
  }
}

}  // namespace cincel

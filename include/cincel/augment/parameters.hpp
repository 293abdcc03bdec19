// The numbers that transforms take as template arguments: angles with their unit, shifts with theirs, plain numbers.
// Whatever a user writes can be one of these, so that a wrong number becomes a sentence and no conversion that fails.
#pragma once

#include <cincel/core/text.hpp>

#include <concepts>
#include <cstdint>
#include <limits>

namespace cincel {

/// Any number, whole or not.
struct Real {
  double value = 0;

  constexpr Real() = default;
  template <class N>
    requires(std::integral<N> || std::floating_point<N>)
  constexpr Real(N n) : value(static_cast<double>(n)) {}  // NOLINT: implicit, it is a number
  friend constexpr bool operator==(const Real&, const Real&) = default;
};

/// An angle, written `20_deg`. A plain number has no unit, which is a sentence.
struct Angle {
  double value = 0;  // degrees
  bool has_unit = false;

  constexpr Angle() = default;
  template <class N>
    requires(std::integral<N> || std::floating_point<N>)
  constexpr Angle(N n) : value(static_cast<double>(n)) {}  // NOLINT: implicit, so that the lack of a unit can be said
  constexpr Angle(double value_in_degrees, bool) : value(value_in_degrees), has_unit(true) {}
  friend constexpr bool operator==(const Angle&, const Angle&) = default;
};

inline namespace literals {
consteval Angle operator""_deg(unsigned long long n) { return {static_cast<double>(n), true}; }
consteval Angle operator""_deg(long double x) { return {static_cast<double>(x), true}; }
}  // namespace literals

/// How far a picture is moved at most: a fraction of its side (a plain number below 1 is one) or pixels.
struct ShiftRange {
  enum class Unit : unsigned char { number, fraction, pixels } unit = Unit::number;
  double amount = 0;

  constexpr ShiftRange() = default;
  constexpr ShiftRange(Unit u, double n) : unit(u), amount(n) {}
  template <class N>
    requires(std::integral<N> || std::floating_point<N>)
  constexpr ShiftRange(N n) : amount(static_cast<double>(n)) {}  // NOLINT: implicit, a number is a fraction
  friend constexpr bool operator==(const ShiftRange&, const ShiftRange&) = default;
};

/// `Pixels<3>`: a whole number of pixels below 3, as Keras draws it: a magnitude of {0, 1, 2}, each as likely, with
/// either sign. Three pixels themselves never occur.
template <Real N>
inline constexpr ShiftRange Pixels{ShiftRange::Unit::pixels, N.value};

/// `Fraction<0.2>`: uniform in ±0.2 of the side; unlike a plain number it may be 1 or more.
template <Real Share>
inline constexpr ShiftRange Fraction{ShiftRange::Unit::fraction, Share.value};

namespace detail {

constexpr bool is_finite(double x) {
  constexpr double most = (std::numeric_limits<double>::max)();
  return x >= -most && x <= most;
}

/// Any number as a sentence can hold it: `Text` alone writes what is finite and not too large.
constexpr void spell_number(Text& t, double x) {
  if (x != x)
    t << "NaN";
  else if (x > 1e12 || x < -1e12)
    t << (x < 0 ? "-" : "") << (is_finite(x) ? "more than 1e12" : "infinity");
  else if (x != 0 && x < 1e-6 && x > -1e-6)
    t << (x < 0 ? "-" : "") << "less than 1e-6";
  else
    t << x;
}
constexpr void spell_value(Text& t, Real x) { spell_number(t, x.value); }
constexpr void spell_value(Text& t, Angle a) {
  spell_number(t, a.value);
  if (a.has_unit) t << "_deg";
}
constexpr void spell_value(Text& t, ShiftRange s) {
  if (s.unit != ShiftRange::Unit::number) t << (s.unit == ShiftRange::Unit::pixels ? "Pixels<" : "Fraction<");
  spell_number(t, s.amount);
  if (s.unit != ShiftRange::Unit::number) t << '>';
}
/// "Zoom<0.8, 1.2>": a name and its arguments.
template <class... Value>
constexpr void spell_call(Text& t, const char* name, Value... values) {
  t << name << '<';
  int n = 0;
  ((t << (n++ == 0 ? "" : ", "), spell_value(t, values)), ...);
  t << '>';
}

}  // namespace detail
}  // namespace cincel

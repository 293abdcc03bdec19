// What a step of a sequence is, and how its numbers are checked.
#pragma once

#include <cincel/augment/sequence/dice.hpp>
#include <cincel/augment/sequence/target.hpp>
#include <cincel/augment/steps.hpp>
#include <cincel/core/text.hpp>

#include <concepts>
#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {

/// A step of a `Sequence`; a user's own is a struct of these, and needs no registration:
///   numbers            how many floats are drawn for it
///   spell(text)        its name as it is written
///   check(fault)       what is wrong with its parameters, or nothing
///   shape(fault, s)    what is wrong with a picture of shape s, or what becomes of s
///   draw(dice, to)     writes its numbers, which do not depend on the picture
///   apply(n, target)   does it, by its numbers
template <class T>
concept SequenceStep = requires(Text& t, Shape& s, const Dice& dice, float* to, const float* n, AugmentTarget& target) {
  { T::numbers } -> std::convertible_to<std::size_t>;
  T::spell(t);
  T::check(t);
  T::shape(t, s);
  T::draw(dice, to);
  T::apply(n, target);
};

namespace impl {

/// Of steps that leave the shape, whatever it is.
struct AnyShape {
  static constexpr void shape(Text&, Shape&) {}
};
/// Of steps that know what a colour is.
struct ColourShape {
  static constexpr void shape(Text& fault, Shape& s) {
    if (s[2] != 1 && s[2] != 3 && s[2] != 4)
      fault << "takes pictures of 1, 3 or 4 channels (the fourth is alpha, which stays), got " << s;
  }
};
/// Of steps whose parameters cannot be wrong, and which draw nothing.
struct NothingDrawn {
  static constexpr std::size_t numbers = 0;
  static constexpr void check(Text&) {}
  static constexpr void draw(const Dice&, float*) {}
};
/// Of steps that draw one number of [Low, High].
template <Real Low, Real High>
struct OneDrawn {
  static constexpr std::size_t numbers = 1;
  static constexpr void draw(const Dice& dice, float* to) { to[0] = dice.between(0, Low.value, High.value); }
};

/// Least and largest number of a range within [from, to].
constexpr void check_range(Text& fault, double low, double high, double from, double to, const char* what) {
  if (!fault.empty() || (low >= from && high <= to && low <= high)) return;
  if (low > high) {
    fault << "has the least of its " << what << " above the largest; give the least first";
    return;
  }
  fault << "needs " << what << " from ";
  detail::spell_number(fault, from);
  fault << " to ";
  detail::spell_number(fault, to);
  fault << ", got ";
  detail::spell_number(fault, low);
  if (low == high) return;
  fault << " to ";
  detail::spell_number(fault, high);
}
constexpr void check_chance(Text& fault, double p) {
  detail::require(fault, p >= 0 && p <= 1, "has a probability outside [0, 1]");
}
constexpr void check_odd(Text& fault, int size, int most) {
  if (!fault.empty() || (size >= 1 && size <= most && size % 2 == 1)) return;
  fault << "needs an odd kernel of 1 to " << most << " pixels, got " << size;
}
constexpr void check_sides(Text& fault, std::int64_t height, std::int64_t width) {
  if (!fault.empty() || (height > 0 && width > 0 && height <= 16384 && width <= 16384)) return;
  fault << "needs sides of 1 to 16384 pixels, got " << Shape(height, width);
}

/// A step as it is computed; what is written may be a step of Keras's (keras_steps.hpp).
template <class T>
struct StepOf {
  using type = T;
};
template <class T>
using step_of = typename StepOf<T>::type;

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

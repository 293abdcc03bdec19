// Steps of steps: with a probability, one of several, some of several in any order. What was chosen is drawn, and so can
// be read and replayed.
#pragma once

#include <cincel/augment/sequence/keras_steps.hpp>
#include <cincel/augment/sequence/step.hpp>

#include <string>
#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// "Gamma<0.5, 2>": a step as it is written, or the name of what is no step.
template <class T>
constexpr void spell_child(Text& t) {
  if constexpr (SequenceStep<step_of<T>>)
    step_of<T>::spell(t);
  else
    t << type_name<T>();
}
/// "Name<first, child, child>".
template <class... Child>
constexpr void spell_group(Text& t, const char* name, const Text& first) {
  t << name << '<' << first;
  bool comma = !first.empty();
  ((t << (comma ? ", " : ""), spell_child<Child>(t), comma = true), ...);
  t << '>';
}
template <class T>
constexpr void check_child(Text& fault) {
  if (!fault.empty()) return;
  Text says;
  if constexpr (SequenceStep<step_of<T>>)
    step_of<T>::check(says);
  else
    says << "is no step of a sequence, which has steps such as RandomCrop<28>, Hue<0.1> or OneOf<…>";
  if (says.empty()) return;
  spell_child<T>(fault);
  fault << ": " << says;
}
/// The child's own fault with this shape, or the shape behind it.
template <class T>
constexpr void shape_child(Text& fault, Shape& s) {
  if (!fault.empty()) return;
  Text says;
  if constexpr (SequenceStep<step_of<T>>) step_of<T>::shape(says, s);
  if (says.empty()) return;
  spell_child<T>(fault);
  fault << ": " << says;
}
template <class T>
constexpr std::size_t numbers_of() {
  if constexpr (SequenceStep<step_of<T>>)
    return step_of<T>::numbers;
  else
    return 0;
}
/// The most numbers of a child.
template <class... Child>
constexpr std::size_t most_numbers() {
  std::size_t most = 0;
  ((most = numbers_of<Child>() > most ? numbers_of<Child>() : most), ...);
  return most;
}
/// A step with a probability says it, and has its outcome as first number.
template <class T>
constexpr double weight_of() {
  if constexpr (requires { step_of<T>::chance; })
    return step_of<T>::chance;
  else
    return 1;
}
/// "Gamma<0.5, 2> (0.7)".
template <class T>
void tell_child(const float* n, std::string& out) {
  if constexpr (requires { step_of<T>::tell(n, out); }) {
    step_of<T>::tell(n, out);
  } else {
    Text t;
    spell_child<T>(t);
    for (std::size_t i = 0; i < numbers_of<T>(); ++i) {
      t << (i == 0 ? " (" : ", ");
      detail::spell_number(t, static_cast<double>(n[i]));
    }
    out += t.view();
    if (numbers_of<T>() != 0) out += ')';
  }
}

/// Children one after another, their numbers side by side.
template <class... Child>
struct Chain {
  static constexpr std::size_t numbers = (std::size_t{0} + ... + numbers_of<Child>());
  static constexpr void draw(const Dice& dice, float* to) {
    std::uint32_t at = 0;
    ((step_of<Child>::draw(dice.from(at), to + at), at += static_cast<std::uint32_t>(numbers_of<Child>())), ...);
  }
  static void apply(const float* n, AugmentTarget& t) {
    std::size_t at = 0;
    ((step_of<Child>::apply(n + at, t), at += numbers_of<Child>()), ...);
  }
  static constexpr void shape(Text& fault, Shape& s) { (shape_child<Child>(fault, s), ...); }
  static void tell(const float* n, std::string& out) {
    std::size_t at = 0;
    ((out += at == 0 && out.empty() ? "" : (out.ends_with("[") ? "" : ", "), tell_child<Child>(n + at, out),
      at += numbers_of<Child>()),
     ...);
  }
};

/// Child number i of several, whose numbers stand at the same place.
template <class... Child>
struct Choice {
  static constexpr void draw(std::size_t which, const Dice& dice, float* to) {
    std::size_t i = 0;
    ((i++ == which ? step_of<Child>::draw(dice, to) : void()), ...);
  }
  static void apply(std::size_t which, const float* n, AugmentTarget& t) {
    std::size_t i = 0;
    ((i++ == which ? step_of<Child>::apply(n, t) : void()), ...);
  }
  static void tell(std::size_t which, const float* n, std::string& out) {
    std::size_t i = 0;
    ((i++ == which ? tell_child<Child>(n, out) : void()), ...);
  }
};

}  // namespace impl

/// Does its steps, one after another, with a probability; they must leave the shape unless it is 0 or 1. imgaug:
/// Sometimes; torchvision: RandomApply; Albumentations: p.
template <Real Chance, class... Child>
struct Sometimes {
  static constexpr double chance = Chance.value;
  static constexpr std::size_t numbers = 1 + impl::Chain<Child...>::numbers;  // outcome, the children's
  static constexpr void spell(Text& t) {
    Text first;
    detail::spell_value(first, Chance);
    impl::spell_group<Child...>(t, "Sometimes", first);
  }
  static constexpr void check(Text& fault) {
    impl::check_chance(fault, chance);
    (impl::check_child<Child>(fault), ...);
  }
  static constexpr void shape(Text& fault, Shape& s) {
    Shape then = s;
    impl::Chain<Child...>::shape(fault, then);
    if (fault.empty() && chance > 0 && chance < 1 && !(then == s))
      fault << "would change the shape of some pictures only, from " << s << " to " << then;
    if (chance > 0) s = then;
  }
  static constexpr void draw(const Dice& dice, float* to) {
    to[0] = dice.chance(0, chance);
    impl::Chain<Child...>::draw(dice.from(1), to + 1);
  }
  static void apply(const float* n, AugmentTarget& t) {
    if (n[0] != 0) impl::Chain<Child...>::apply(n + 1, t);
  }
  static void tell(const float* n, std::string& out) {
    out += n[0] != 0 ? "Sometimes [" : "not [";
    impl::Chain<Child...>::tell(n + 1, out);
    out += ']';
  }
};

/// Does one of its steps, with certainty: the probability of a step (`Sometimes<0.2, …>`, HorizontalFlip<0.2>) is its
/// weight, 1 where there is none; weights are divided by their sum. Albumentations: OneOf; torchvision: RandomChoice.
template <class... Child>
struct OneOf {
  static constexpr std::size_t children = sizeof...(Child);
  static constexpr std::size_t numbers = 1 + impl::most_numbers<Child...>();  // which, its own
  static constexpr void spell(Text& t) { impl::spell_group<Child...>(t, "OneOf", {}); }
  static constexpr void check(Text& fault) {
    detail::require(fault, children > 0, "has nothing to choose from");
    (impl::check_child<Child>(fault), ...);
    detail::require(fault, children == 0 || total() > 0, "has weights that are all 0, so that nothing can be chosen");
  }
  static constexpr void shape(Text& fault, Shape& s) {
    Shape first = s;
    std::size_t i = 0;
    (check_shape<Child>(fault, s, first, i++), ...);
    s = first;
  }
  static constexpr void draw(const Dice& dice, float* to) {
    const double u = static_cast<double>(dice.share(0)) * total();
    double sum = 0;
    std::size_t which = children, i = 0;
    ((sum += impl::weight_of<Child>(), which = which == children && u < sum ? i : which, ++i), ...);
    to[0] = static_cast<float>(which);
    impl::Choice<Child...>::draw(which, dice.from(1), to + 1);
    i = 0;
    ((i++ == which && has_chance<Child>() ? void(to[1] = 1) : void()), ...);
  }
  static void apply(const float* n, AugmentTarget& t) {
    impl::Choice<Child...>::apply(static_cast<std::size_t>(n[0]), n + 1, t);
  }
  static void tell(const float* n, std::string& out) {
    out += "OneOf [";
    impl::Choice<Child...>::tell(static_cast<std::size_t>(n[0]), n + 1, out);
    out += ']';
  }

 private:
  static constexpr double total() { return (0.0 + ... + impl::weight_of<Child>()); }
  template <class T>
  static constexpr bool has_chance() {
    return requires { impl::step_of<T>::chance; };
  }
  template <class T>
  static constexpr void check_shape(Text& fault, Shape s, Shape& first, std::size_t i) {
    impl::shape_child<T>(fault, s);
    if (i == 0) first = s;
    if (fault.empty() && !(s == first)) fault << "would give different shapes, " << first << " and " << s;
  }
};

/// Does Count different ones of its steps, all as likely, in random order; each keeps its own probability. They must
/// leave the shape. Albumentations: SomeOf; with Count = all of them torchvision's RandomOrder.
template <int Count, class... Child>
struct SomeOf {
  static constexpr std::size_t children = sizeof...(Child), one = 1 + impl::most_numbers<Child...>();
  static constexpr std::size_t numbers = Count > 0 ? static_cast<std::size_t>(Count) * one : 0;  // which, its own; …
  static constexpr void spell(Text& t) {
    Text first;
    first << Count;
    impl::spell_group<Child...>(t, "SomeOf", first);
  }
  static constexpr void check(Text& fault) {
    if (Count < 1 || static_cast<std::size_t>(Count) > children)
      fault << "is to choose " << Count << " of " << static_cast<std::int64_t>(children);
    (impl::check_child<Child>(fault), ...);
  }
  static constexpr void shape(Text& fault, Shape& s) {
    const Shape before = s;
    (impl::shape_child<Child>(fault, s), ...);
    if (fault.empty() && !(s == before)) fault << "would change shapes by chance, from " << before << " to " << s;
  }
  static constexpr void draw(const Dice& dice, float* to) {
    std::size_t left[children + 1] = {};
    for (std::size_t i = 0; i < children; ++i) left[i] = i;
    for (std::size_t k = 0; k < static_cast<std::size_t>(Count); ++k) {
      const auto at = static_cast<std::uint32_t>(k * one);
      const std::size_t pick = k + dice.below(at, static_cast<std::uint32_t>(children - k)), which = left[pick];
      left[pick] = left[k];
      to[at] = static_cast<float>(which);
      impl::Choice<Child...>::draw(which, dice.from(at + 1), to + at + 1);
    }
  }
  static void apply(const float* n, AugmentTarget& t) {
    for (std::size_t at = 0; at < numbers; at += one)
      impl::Choice<Child...>::apply(static_cast<std::size_t>(n[at]), n + at + 1, t);
  }
  static void tell(const float* n, std::string& out) {
    for (std::size_t at = 0; at < numbers; at += one) {
      out += at == 0 ? "SomeOf [" : ", ";
      impl::Choice<Child...>::tell(static_cast<std::size_t>(n[at]), n + at + 1, out);
    }
    out += ']';
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

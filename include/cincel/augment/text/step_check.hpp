// What a step of a text policy is, and what can be wrong with its numbers.
#pragma once

#include <cincel/augment/parameters.hpp>

namespace cincel {

/// What a step reads besides the text.
enum class TextNeed : unsigned char { nothing, synonyms, model };

namespace detail {

/// A step of a text policy: it spells and checks itself, has a chance, and says what it needs.
template <class T>
concept TextStep = requires(Text& t) {
  T::spell(t);
  T::check(t);
  T::chance < 1.0;
  T::need == TextNeed::nothing;
};
/// What a policy says besides its steps.
template <class T>
concept TextOption = requires(Text& t) {
  T::spell(t);
  T::protects_defaults;
  T::words;
};
/// A step that is one of several others.
template <class T>
concept TextChoice = TextStep<T> && requires { T::children; };

constexpr void require_text(Text& fault, bool holds, const char* says) {
  if (fault.empty() && !holds) fault << says;
}
constexpr void check_text_share(Text& fault, Real share, const char* says) {
  require_text(fault, share.value >= 0 && share.value <= 1, says);
}
constexpr void check_text_chance(Text& fault, Real chance) {
  check_text_share(fault, chance, "has a probability outside [0, 1]");
}
/// "RandomSwap<0.1>", "RandomSwap<0.1, 0.5>": a chance of 1 is left out.
template <class... Value>
constexpr void spell_step_with(Text& t, const char* name, Real chance, Value... values) {
  if (chance.value == 1)
    spell_call(t, name, values...);
  else
    spell_call(t, name, values..., chance);
}
template <class Step>
constexpr void spell_text_step(Text& t) {
  if constexpr (TextStep<Step> || TextOption<Step>)
    Step::spell(t);
  else
    t << type_name<Step>();
}
/// What is wrong with a step or option, with its name before it.
template <class Step>
constexpr void check_text_step(Text& fault) {
  if (!fault.empty()) return;
  Text says;
  if constexpr (TextStep<Step>)
    Step::check(says);
  else if constexpr (!TextOption<Step>)
    says
        << "is no step of a text policy, which has steps such as RandomSwap<0.1>, KeyboardNoise<> or Protect<\"word\">";
  if (says.empty()) return;
  spell_text_step<Step>(fault);
  fault << ": " << says;
}

}  // namespace detail
}  // namespace cincel

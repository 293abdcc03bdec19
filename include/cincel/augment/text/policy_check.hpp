// What is wrong with a text policy, and with what `apply` is given: one sentence each, empty if nothing is.
#pragma once

#include <cincel/augment/text/context.hpp>
#include <cincel/augment/text/step_check.hpp>

#include <array>
#include <string_view>

namespace cincel::detail {

/// A draw has room for so many steps.
inline constexpr std::size_t most_text_steps = 16;

template <class... T>
struct list_of_steps {};

template <class Option>
constexpr std::size_t count_protected() {
  if constexpr (TextOption<Option>)
    return Option::words.size();
  else
    return 0;
}
template <class Option, std::size_t N>
constexpr void add_protected([[maybe_unused]] std::array<std::string_view, N>& words, [[maybe_unused]] std::size_t& n) {
  if constexpr (TextOption<Option>)
    for (const std::string_view w : Option::words) words[n++] = w;
}
/// The words of all options of a policy.
template <class... Step>
constexpr auto protected_words_of() {
  std::array<std::string_view, (std::size_t{0} + ... + count_protected<Step>())> words{};
  [[maybe_unused]] std::size_t n = 0;
  (add_protected<Step>(words, n), ...);
  return words;
}
template <class Option>
constexpr bool keeps_defaults() {
  if constexpr (TextOption<Option>)
    return Option::protects_defaults;
  else
    return true;
}
template <class... Step>
constexpr bool protects_defaults_of() {
  return (keeps_defaults<Step>() && ...);
}

template <class Option>
constexpr void check_words([[maybe_unused]] Text& fault) {
  if constexpr (TextOption<Option>)
    for (const std::string_view w : Option::words) {
      bool lower = !w.empty() && valid_utf8(w) == w.size();
      for (std::size_t at = 0; lower && at < w.size();) {
        const Character c = first_character(w.substr(at));
        lower = !is_space(c.code) && small_letter(c.code) == c.code;
        at += c.bytes;
      }
      if (fault.empty() && !lower)
        fault << "Protect<\"" << w << "\">: holds words, each without spaces and in small letters; capitals of a text "
              << "make no difference";
    }
}

template <class... Step>
constexpr Text text_policy_fault() {
  Text fault;
  (check_text_step<Step>(fault), ...);
  (check_words<Step>(fault), ...);
  if (fault.empty() && sizeof...(Step) > most_text_steps)
    fault << "TextAugment: has " << static_cast<std::int64_t>(sizeof...(Step)) << " steps and options, at most "
          << static_cast<std::int64_t>(most_text_steps) << " are drawn";
  return fault;
}
template <class... Step>
struct TextPolicyFault {
  static constexpr Text text = text_policy_fault<Step...>();
};

/// What a need is met by.
template <class... Given>
constexpr bool is_met(TextNeed need) {
  if (need == TextNeed::synonyms) return (SynonymSource<Given> || ...);
  if (need == TextNeed::model) return (TextModel<Given> || ...);
  return true;
}
template <class Step, class... Given>
constexpr void check_need(Text& fault, list_of_steps<Given...>) {
  if constexpr (TextStep<Step>) {
    if (!fault.empty() || is_met<Given...>(Step::need)) return;
    Step::spell(fault);
    fault << (Step::need == TextNeed::synonyms
                  ? ": needs a thesaurus behind the text, as in apply(draw, text, read_wordnet(folder))"
                  : ": needs a model behind the text: a function of (std::string_view, RandomStream&) that returns a "
                    "text");
  }
}
/// The needs of a step, and of the children of a choice.
template <class Step, class List>
struct NeedsOf {
  static constexpr void check(Text& fault) { check_need<Step>(fault, List{}); }
};
template <template <class...> class Choice, class... Child, class List>
  requires TextChoice<Choice<Child...>>
struct NeedsOf<Choice<Child...>, List> {
  static constexpr void check(Text& fault) { (check_need<Child>(fault, List{}), ...); }
};

template <class G>
constexpr void check_given(Text& fault) {
  if (!fault.empty() || SynonymSource<G> || PhraseSource<G> || TextModel<G> || std::same_as<G, ProtectedWords>) return;
  fault << "apply: nothing is done with " << type_name<G>()
        << "; give a thesaurus, a PhraseTable, a model or ProtectedWords";
}

template <class... Step, class... Given>
constexpr Text text_apply_fault(list_of_steps<Step...>, list_of_steps<Given...>) {
  Text fault;
  (check_given<Given>(fault), ...);
  (NeedsOf<Step, list_of_steps<Given...>>::check(fault), ...);
  return fault;
}
template <class Steps, class Given>
struct TextApplyFault {
  static constexpr Text text = text_apply_fault(Steps{}, Given{});
};

}  // namespace cincel::detail

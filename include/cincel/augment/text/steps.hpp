// The steps of a text policy, each a type. They run in the order in which they are written; a step runs with its chance,
// 1 if it is not given. docs/text.md has them in a table.
#pragma once

#include <cincel/augment/text/eda.hpp>
#include <cincel/augment/text/noise.hpp>
#include <cincel/augment/text/step_check.hpp>
#include <cincel/core/fixed_string.hpp>

#include <array>

namespace cincel {

/// Replaces n = max(1, ⌊Share · words⌋) words that are no stop words by a synonym. Form and capitals are kept; a name, an
/// ambiguous form and what would break a grammatical agreement are left alone. Share in [0, 1]; needs a thesaurus.
/// EDA: SR; nlpaug: SynonymAug; TextAttack: WordSwapWordNet.
template <Real Share = 0.1, Real Chance = 1>
struct SynonymReplacement {
  static constexpr double chance = Chance.value;
  static constexpr TextNeed need = TextNeed::synonyms;
  static constexpr void spell(Text& t) { detail::spell_step_with(t, "SynonymReplacement", Chance, Share); }
  static constexpr void check(Text& fault) {
    detail::check_text_share(fault, Share, "replaces a share of the words, which lies in [0, 1]");
    detail::check_text_chance(fault, Chance);
  }
  template <class Context>
  static void run(WordList& text, RandomStream& random, const Context& context) {
    impl::texts::replace_by_synonyms(text, Share.value, random, context);
  }
};

/// Inserts n = max(1, ⌊Share · words⌋) times a synonym of a word that is no stop word, at any place. Share in [0, 1]; needs
/// a thesaurus. EDA: RI; TextAttack: WordInsertionRandomSynonym.
template <Real Share = 0.1, Real Chance = 1>
struct RandomInsertion {
  static constexpr double chance = Chance.value;
  static constexpr TextNeed need = TextNeed::synonyms;
  static constexpr void spell(Text& t) { detail::spell_step_with(t, "RandomInsertion", Chance, Share); }
  static constexpr void check(Text& fault) {
    detail::check_text_share(fault, Share, "inserts a share of the words, which lies in [0, 1]");
    detail::check_text_chance(fault, Chance);
  }
  template <class Context>
  static void run(WordList& text, RandomStream& random, const Context& context) {
    impl::texts::insert_synonyms(text, Share.value, random, context);
  }
};

/// Swaps n = max(1, ⌊Share · words⌋) times two words with no mark and no negation between them. Share in [0, 1]. EDA: RS;
/// nlpaug: RandomWordAug("swap"), which swaps neighbours; TextAttack: WordInnerSwapRandom.
template <Real Share = 0.1, Real Chance = 1>
struct RandomSwap {
  static constexpr double chance = Chance.value;
  static constexpr TextNeed need = TextNeed::nothing;
  static constexpr void spell(Text& t) { detail::spell_step_with(t, "RandomSwap", Chance, Share); }
  static constexpr void check(Text& fault) {
    detail::check_text_share(fault, Share, "swaps a share of the words, which lies in [0, 1]");
    detail::check_text_chance(fault, Chance);
  }
  template <class Context>
  static void run(WordList& text, RandomStream& random, const Context& context) {
    impl::texts::swap_words(text, Share.value, random, context);
  }
};

/// Takes each word away with a probability in [0, 1]; at least one stays. EDA: RD; nlpaug: RandomWordAug("delete");
/// TextAttack: WordDeletion.
template <Real Probability = 0.1, Real Chance = 1>
struct RandomDeletion {
  static constexpr double chance = Chance.value;
  static constexpr TextNeed need = TextNeed::nothing;
  static constexpr void spell(Text& t) { detail::spell_step_with(t, "RandomDeletion", Chance, Probability); }
  static constexpr void check(Text& fault) {
    detail::check_text_share(fault, Probability, "deletes a word with a probability, which lies in [0, 1]");
    detail::check_text_chance(fault, Chance);
  }
  template <class Context>
  static void run(WordList& text, RandomStream& random, const Context& context) {
    impl::texts::delete_words(text, Probability.value, random, context);
  }
};

/// Hits keys beside the right ones: in ⌈WordShare · words⌉ words of four letters or more, at most 10, for
/// ⌈LetterShare · letters⌉ letters of each, at most 10. Both in [0, 1]. Letters become letters only, and accented ones stay.
/// nlpaug: KeyboardAug(aug_word_p, aug_char_p); TextAttack: WordSwapQWERTY.
template <Real WordShare = 0.3, Real LetterShare = 0.3, Keyboard Layout = Keyboard::english, Real Chance = 1>
struct KeyboardNoise {
  static constexpr double chance = Chance.value;
  static constexpr TextNeed need = TextNeed::nothing;
  static constexpr void spell(Text& t) { detail::spell_step_with(t, "KeyboardNoise", Chance, WordShare, LetterShare); }
  static constexpr void check(Text& fault) {
    detail::check_text_share(fault, WordShare, "changes a share of the words, which lies in [0, 1]");
    detail::check_text_share(fault, LetterShare, "changes a share of the letters of a word, which lies in [0, 1]");
    detail::check_text_chance(fault, Chance);
  }
  template <class Context>
  static void run(WordList& text, RandomStream& random, const Context& context) {
    impl::texts::change_words(text, WordShare.value, random, context, [](std::u32string& word, RandomStream& r) {
      return impl::texts::hit_keys_beside(word, LetterShare.value, Layout, r);
    });
  }
};

/// Makes one mistake in ⌈WordShare · words⌉ words of four letters or more, at most 10: two letters change places, one is
/// left out or doubled, or letters are taken for others that sound alike in the language (b and v in Spanish, ie and ei in
/// English). The first letter and accented ones stay. WordShare in [0, 1]. nlpaug: SpellingAug, RandomCharAug; TextAttack:
/// WordSwapNeighboringCharacterSwap, WordSwapRandomCharacterDeletion.
template <Real WordShare = 0.3, Language Spoken = Language::english, Real Chance = 1>
struct SpellingNoise {
  static constexpr double chance = Chance.value;
  static constexpr TextNeed need = TextNeed::nothing;
  static constexpr void spell(Text& t) { detail::spell_step_with(t, "SpellingNoise", Chance, WordShare); }
  static constexpr void check(Text& fault) {
    detail::check_text_share(fault, WordShare, "changes a share of the words, which lies in [0, 1]");
    detail::check_text_chance(fault, Chance);
  }
  template <class Context>
  static void run(WordList& text, RandomStream& random, const Context& context) {
    impl::texts::change_words(text, WordShare.value, random, context, [](std::u32string& word, RandomStream& r) {
      return impl::texts::misspell(word, Spoken, r);
    });
  }
};

/// One of several steps for each text, the chances of the steps being their weights: of two with 1 and 0.5 the first is
/// drawn twice as often. nlpaug: OneOf, EDA: one operation for each copy.
template <class... Step>
struct TextOneOf {
  static constexpr double chance = 1;
  static constexpr TextNeed need = TextNeed::nothing;  // its children's are asked for one by one
  static constexpr std::size_t children = sizeof...(Step);
  static constexpr void spell(Text& t) {
    t << "TextOneOf<";
    [[maybe_unused]] int n = 0;
    ((t << (n++ == 0 ? "" : ", "), detail::spell_text_step<Step>(t)), ...);
    t << '>';
  }
  static constexpr void check(Text& fault) {
    detail::require_text(fault, sizeof...(Step) != 0, "has no step to choose");
    detail::require_text(fault, sizeof...(Step) <= 255, "has more than 255 steps");
    detail::require_text(fault, ((detail::TextStep<Step> && !detail::TextChoice<Step>) && ...),
                         "chooses among steps, and none of them may be a choice or an option");
    (detail::check_text_step<Step>(fault), ...);
    detail::require_text(fault, weights() > 0, "has weights whose sum is 0, so that nothing can be chosen");
  }
  /// The child that a number in [0, 1) chooses.
  static constexpr std::uint8_t choose(double share) {
    const std::array<double, sizeof...(Step) + 1> weight{weight_of<Step>()..., 0};
    double left = share * weights();
    std::uint8_t last = 0;
    for (std::size_t i = 0; i < sizeof...(Step); ++i) {
      if (weight[i] > 0) {
        last = static_cast<std::uint8_t>(i);
        if (left < weight[i]) break;
      }
      left -= weight[i];
    }
    return last;
  }
  template <class F>
  static constexpr void with_child(std::uint8_t child, F f) {
    std::uint8_t i = 0;
    ((i++ == child ? f.template operator()<Step>() : void()), ...);
  }

 private:
  template <class S>
  static constexpr double weight_of() {
    if constexpr (detail::TextStep<S>)
      return S::chance;
    else
      return 0;
  }
  static constexpr double weights() { return (0.0 + ... + weight_of<Step>()); }
};

/// The paper's way to augment: each copy of a sentence is made by one of the four operations.
template <Real Share = 0.1>
using Eda = TextOneOf<SynonymReplacement<Share>, RandomInsertion<Share>, RandomSwap<Share>, RandomDeletion<Share>>;

/// WordList, in small letters, that no step touches, besides negations and pronouns.
template <fixed_string... Word>
struct Protect {
  static constexpr bool protects_defaults = true;
  static constexpr std::array<std::string_view, sizeof...(Word)> words{Word.view()...};
  static constexpr void spell(Text& t) { t << "Protect"; }
};
/// Negations and pronouns are words like others.
struct NoProtection {
  static constexpr bool protects_defaults = false;
  static constexpr std::array<std::string_view, 0> words{};
  static constexpr void spell(Text& t) { t << "NoProtection"; }
};

}  // namespace cincel

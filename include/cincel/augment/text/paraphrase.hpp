// Saying a sentence otherwise by rules that keep its meaning: contractions, the order of clauses and times, active and
// passive, phrases. Where a rule is not sure, it does nothing. And a step for a user's own model.
#pragma once

#include <cincel/augment/text/context.hpp>
#include <cincel/augment/text/contractions.hpp>
#include <cincel/augment/text/passive.hpp>
#include <cincel/augment/text/reordering.hpp>
#include <cincel/augment/text/step_check.hpp>

#include <algorithm>
#include <array>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl::texts {

inline constexpr std::array<Contraction, 17> english_phrases{{{"in order to", "to"},
                                                              {"due to the fact that", "because"},
                                                              {"in spite of", "despite"},
                                                              {"prior to", "before"},
                                                              {"in the event that", "if"},
                                                              {"for example", "for instance"},
                                                              {"for instance", "for example"},
                                                              {"in the near future", "soon"},
                                                              {"on a daily basis", "every day"},
                                                              {"despite the fact that", "although"},
                                                              {"all of a sudden", "suddenly"},
                                                              {"once in a while", "occasionally"},
                                                              {"a large number of", "many"},
                                                              {"with regard to", "regarding"},
                                                              {"at the present time", "now"},
                                                              {"as soon as possible", "at the earliest opportunity"},
                                                              {"is able to", "can"}}};
inline constexpr std::array<Contraction, 19> spanish_phrases{{{"a pesar de", "pese a"},
                                                              {"debido a que", "porque"},
                                                              {"con el fin de", "para"},
                                                              {"de repente", "de pronto"},
                                                              {"de pronto", "de repente"},
                                                              {"en la actualidad", "actualmente"},
                                                              {"hoy en día", "actualmente"},
                                                              {"a menudo", "con frecuencia"},
                                                              {"con frecuencia", "a menudo"},
                                                              {"de vez en cuando", "a veces"},
                                                              {"tal vez", "quizás"},
                                                              {"por supuesto", "desde luego"},
                                                              {"puesto que", "ya que"},
                                                              {"ya que", "puesto que"},
                                                              {"por lo tanto", "por tanto"},
                                                              {"acerca de", "sobre"},
                                                              {"en vez de", "en lugar de"},
                                                              {"en lugar de", "en vez de"},
                                                              {"poco a poco", "gradualmente"}}};

/// One phrase for another, its first capital kept.
inline void add_phrase(const WordList& text, std::size_t first, std::size_t n, std::string_view other,
                       std::vector<Rephrasing>& out) {
  for (std::size_t i = first; i < first + n; ++i)
    if (!text.is_word(i)) return;
  const Capitals capitals = capitals_of(text.list[first].text);
  if (capitals == Capitals::mixed || (n > 1 && capitals == Capitals::all)) return;
  add_replaced(text, first, n, with_capitals(other, begins_sentence(text, first) ? capitals : Capitals::none), "phrase",
               out);
}
template <std::size_t N>
void add_known_phrases(const WordList& text, const std::array<Contraction, N>& phrases, std::vector<Rephrasing>& out) {
  for (const auto& [from, to] : phrases) {
    const auto n = static_cast<std::size_t>(std::count(from.begin(), from.end(), ' ')) + 1;
    for (std::size_t i = 0; i + n <= text.size(); ++i)
      if (small_phrase(text, i, n) == from) add_phrase(text, i, n, to, out);
  }
}
template <class Phrases>
void add_given_phrases(const WordList& text, const Phrases& phrases, std::vector<Rephrasing>& out) {
  for (std::size_t n = phrases.longest(); n > 0; --n)
    for (std::size_t i = 0; i + n <= text.size(); ++i)
      for (const std::string& other : phrases.phrases(small_phrase(text, i, n))) add_phrase(text, i, n, other, out);
}

/// The negations that a text has: don't, do not and cannot say not.
inline std::size_t negations_of(const WordList& text) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < text.size(); ++i) n += is_negation(text.lower(i)) ? std::size_t{1} : std::size_t{0};
  return n;
}

}  // namespace impl::texts

/// All that the rules of a language (none for `Language::other`) and a table of phrases make of a text, one change each.
/// Nothing that has more or fewer negations than the text. Throws std::invalid_argument where it is no UTF-8.
///
///     for (const Rephrasing& r : rephrasings("We didn't go because it rained.", Language::english)) std::cout << r.text;
template <class Phrases = impl::texts::NotGiven>
std::vector<Rephrasing> rephrasings(std::string_view sentence, Language language, const Phrases& phrases = {}) {
  const WordList text = split_words(sentence);
  std::vector<Rephrasing> out;
  if (language == Language::english) {
    impl::texts::expand_contractions(text, out);
    impl::texts::contract(text, out);
    impl::texts::move_times(text, language, impl::texts::english_times, out);
    impl::texts::add_known_phrases(text, impl::texts::english_phrases, out);
  } else if (language == Language::spanish) {
    impl::texts::move_times(text, language, impl::texts::spanish_times, out);
    impl::texts::add_known_phrases(text, impl::texts::spanish_phrases, out);
  }
  if (language != Language::other) {
    impl::texts::move_clauses(text, language, out);
    impl::texts::change_voice(text, language, out);
  }
  if constexpr (PhraseSource<Phrases>) impl::texts::add_given_phrases(text, phrases, out);
  const std::size_t negations = impl::texts::negations_of(text);
  std::erase_if(out, [&](const Rephrasing& r) { return impl::texts::negations_of(split_words(r.text)) != negations; });
  return out;
}

}  // namespace CINCEL_ISA

/// Says the text otherwise by one of the rules that fit, each result as likely; a text that no rule fits stays. A
/// PhraseTable given to `apply` adds its phrases. nlpaug: ContextualWordEmbsForSentenceAug, BackTranslationAug (models);
/// TextAttack: WordSwapContract, WordSwapExtend.
template <Language Spoken, Real Chance = 1>
struct Paraphrase {
  static constexpr double chance = Chance.value;
  static constexpr TextNeed need = TextNeed::nothing;
  static constexpr void spell(Text& t) {
    t << "Paraphrase<Language::"
      << (Spoken == Language::english   ? "english"
          : Spoken == Language::spanish ? "spanish"
                                        : "other");
    if (Chance.value != 1) {
      t << ", ";
      detail::spell_number(t, Chance.value);
    }
    t << '>';
  }
  static constexpr void check(Text& fault) { detail::check_text_chance(fault, Chance); }
  template <class Context>
  static void run(WordList& text, RandomStream& random, const Context& context) {
    const std::vector<Rephrasing> all = rephrasings(join_words(text), Spoken, context.phrases());
    // A word that is protected by name must be there still.
    std::vector<std::string> fit;
    for (const Rephrasing& r : all)
      if (context.keeps_names(text, split_words(r.text))) fit.push_back(r.text);
    if (!fit.empty()) text = split_words(fit[impl::texts::below(random, fit.size())]);
  }
};

/// Lets a user's model say the text otherwise: a function of (std::string_view, RandomStream&) that returns a text, given to
/// `apply`. What is no UTF-8, has no word, or has more or fewer negations is not taken. It is called by several threads.
template <Real Chance = 1>
struct ModelParaphrase {
  static constexpr double chance = Chance.value;
  static constexpr TextNeed need = TextNeed::model;
  static constexpr void spell(Text& t) { detail::spell_call(t, "ModelParaphrase", Chance); }
  static constexpr void check(Text& fault) { detail::check_text_chance(fault, Chance); }
  template <class Context>
  static void run(WordList& text, RandomStream& random, const Context& context) {
    const std::string said = context.model()(std::string_view(join_words(text)), random);
    if (valid_utf8(said) != said.size()) return;
    WordList words = split_words(said);
    if (words.count() > 0 && impl::texts::negations_of(words) == impl::texts::negations_of(text) &&
        context.keeps_names(text, words))
      text = std::move(words);
  }
};

}  // namespace cincel

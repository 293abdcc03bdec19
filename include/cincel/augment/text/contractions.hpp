// English contractions, both ways: don't and do not. Where a form may stand for two (he'd, it's) or the order of words
// would have to change (questions), nothing is done.
#pragma once

#include <cincel/augment/text/rephrasing.hpp>

#include <array>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl::texts {

/// A contraction, and what it stands for.
struct Contraction {
  std::string_view together, apart;
};
inline constexpr std::array<Contraction, 17> negated{{{"don't", "do not"},
                                                      {"doesn't", "does not"},
                                                      {"didn't", "did not"},
                                                      {"isn't", "is not"},
                                                      {"aren't", "are not"},
                                                      {"wasn't", "was not"},
                                                      {"weren't", "were not"},
                                                      {"hasn't", "has not"},
                                                      {"haven't", "have not"},
                                                      {"hadn't", "had not"},
                                                      {"won't", "will not"},
                                                      {"wouldn't", "would not"},
                                                      {"couldn't", "could not"},
                                                      {"shouldn't", "should not"},
                                                      {"can't", "cannot"},
                                                      {"mustn't", "must not"},
                                                      {"needn't", "need not"}}};
inline constexpr std::array<Contraction, 11> subjects{{{"i'm", "i am"},
                                                       {"you're", "you are"},
                                                       {"we're", "we are"},
                                                       {"they're", "they are"},
                                                       {"i'll", "i will"},
                                                       {"you'll", "you will"},
                                                       {"he'll", "he will"},
                                                       {"she'll", "she will"},
                                                       {"we'll", "we will"},
                                                       {"they'll", "they will"},
                                                       {"it'll", "it will"}}};

/// A word of a contraction as it is written: I is always a capital.
inline std::string written(std::string_view lower, Capitals capitals) {
  std::string s = with_capitals(lower, capitals == Capitals::all ? Capitals::none : capitals);
  if (lower == "i" || lower.starts_with("i ") || lower.starts_with("i'")) s[0] = 'I';
  return s;
}
inline bool is_question(const WordList& text) { return text.size() != 0 && text.list.back().text == "?"; }

inline void expand_contractions(const WordList& text, std::vector<Rephrasing>& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string lower = text.lower(i);
    if (const std::size_t at = lower.find("’"); at != lower.npos) lower.replace(at, 3, "'");
    const Capitals capitals = capitals_of(text.list[i].text);
    const bool not_asked = !is_question(text);
    for (const auto& [together, apart] : negated)
      if (lower == together && not_asked && text.is_word(i + 1) && capitals != Capitals::all)
        add_replaced(text, i, 1, written(apart, capitals), "expansion", out);
    for (const auto& [together, apart] : subjects)
      if (lower == together)
        add_replaced(text, i, 1, written(apart, lower[0] == 'i' && lower[1] == '\'' ? Capitals::first : capitals),
                     "expansion", out);
  }
}

/// Whether a form of be or will at word i may lean on the subject before it: another word of the same clause follows,
/// and the clause is not one that ends in it (how tall you are, than they are).
inline bool may_lean(const WordList& text, std::size_t i) {
  if (!text.is_word(i + 1) || is_question(text)) return false;
  for (std::size_t k = 0; k < i; ++k)
    if (one_of(text.lower(k),
               {"what", "how", "where", "who", "which", "when", "why", "than", "as", "that", "whatever", "whoever"}))
      return false;
  if (text.lower(i) == "will" && text.lower(i + 1) == "not") return false;  // she'll not: won't is what is said
  return !one_of(text.lower(i + 1), {"and", "or", "but", "too", "now", "today", "either"});
}

inline void contract(const WordList& text, std::vector<Rephrasing>& out) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const std::string lower = text.lower(i), both = lower + " " + text.lower(i + 1);
    const Capitals capitals = capitals_of(text.list[i].text);
    if (lower == "cannot" && !is_question(text) && capitals != Capitals::all && text.lower(i + 1) != "but")
      add_replaced(text, i, 1, written("can't", capitals), "contraction", out);
    const bool emphatic = one_of(text.lower(i + 2), {"only", "just", "merely", "because"}) || !text.is_word(i + 2);
    const bool after_subject = i > 0 && text.is_word(i - 1) && !one_of(text.lower(i - 1), {"or", "why"});
    for (const auto& [together, apart] : negated)
      if (both == apart && !emphatic && !is_question(text) && (after_subject || lower == "do") &&
          capitals != Capitals::all)
        add_replaced(text, i, 2, written(together, capitals), "contraction", out);
    for (const auto& [together, apart] : subjects)
      if (both == apart && may_lean(text, i + 1) && (capitals != Capitals::all || lower == "i"))
        add_replaced(text, i, 2, written(together, capitals), "contraction", out);
  }
}

}  // namespace impl::texts
}  // namespace CINCEL_ISA
}  // namespace cincel

// One way to say a sentence otherwise, and what rules need to make it.
#pragma once

#include <cincel/augment/text/lexicon.hpp>
#include <cincel/augment/text/words.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace cincel {

/// A sentence said otherwise, and the rule by which it is.
struct Rephrasing {
  std::string_view rule;
  std::string text;
};

inline namespace CINCEL_ISA {
namespace impl::texts {

inline bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  for (const std::string_view w : words)
    if (word == w) return true;
  return false;
}

/// WordList first … first + n - 1 of a text in small letters, with single spaces.
inline std::string small_phrase(const WordList& text, std::size_t first, std::size_t n) {
  std::string phrase;
  for (std::size_t i = first; i < first + n && i < text.size(); ++i) (phrase += i == first ? "" : " ") += text.lower(i);
  return phrase;
}

/// Adds the text in which `other` stands for n words from `first` on.
inline void add_replaced(const WordList& text, std::size_t first, std::size_t n, std::string_view other,
                         std::string_view rule, std::vector<Rephrasing>& out) {
  WordList changed = text;
  for (std::size_t k = 1; k < n; ++k) changed.list.erase(changed.list.begin() + static_cast<std::ptrdiff_t>(first) + 1);
  replace_word(changed, first, other);
  out.push_back({rule, join_words(changed)});
}

/// A single statement: words with nothing but one full stop at the end, and at most one comma. Rules that move words
/// want one; the index of the comma, or the number of words if there is none, goes to `comma`.
inline bool is_statement(const WordList& text, std::size_t& comma) {
  if (text.size() < 4 || text.list.back().text != ".") return false;
  comma = text.size() - 1;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text.is_word(i)) {
      if (capitals_of(text.list[i].text) == Capitals::mixed) return false;
      continue;
    }
    if (text.list[i].kind == WordKind::number) continue;
    if (text.list[i].text != "," || comma != text.size() - 1) return false;
    comma = i;
  }
  return true;
}

/// The words from `first` on before `last` as text, its first word a capital or, if it is no name, small.
inline std::string part_of(const WordList& text, std::size_t first, std::size_t last, bool capital) {
  std::string s;
  for (std::size_t i = first; i < last; ++i) {
    const std::string& word = text.list[i].text;
    const bool begins = i == first;
    const bool lowers = begins && !capital && first == 0 && text.lower(i) != "i" && !text.lower(i).starts_with("i'");
    s += begins ? "" : text.list[i].space;
    s += begins && capital ? capitalized(word) : lowers ? small_letters(word) : word;
  }
  return s;
}
/// Whether the first word of a text may stand inside of it: it is known not to be a name.
inline bool first_may_move(const WordList& text) {
  return is_stop_word(text.lower(0)) || capitals_of(text.list[0].text) == Capitals::none;
}

inline bool has_any(const WordList& text, std::size_t first, std::size_t last,
                    std::initializer_list<std::string_view> words) {
  for (std::size_t i = first; i < last; ++i)
    if (one_of(text.lower(i), words)) return true;
  return false;
}
inline bool has_negation(const WordList& text, std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < last; ++i)
    if (is_negation(text.lower(i))) return true;
  return false;
}

}  // namespace impl::texts
}  // namespace CINCEL_ISA
}  // namespace cincel

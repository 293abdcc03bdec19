// Slips of the hand and of spelling. No accent is lost, capitals stay in their places, and no word becomes a negation, a
// pronoun or another stop word.
#pragma once

#include <cincel/augment/text/context.hpp>
#include <cincel/augment/text/keyboard.hpp>

#include <algorithm>
#include <array>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl::texts {

/// nlpaug's number of things to change: a share, rounded up, at most 10.
inline std::size_t share_up(double share, std::size_t n) {
  if (share <= 0 || n == 0) return 0;
  const double exact = share * static_cast<double>(n);
  auto whole = static_cast<std::size_t>(exact);
  if (static_cast<double>(whole) < exact) ++whole;
  return (std::min)({whole, n, std::size_t{10}});
}

/// WordList shorter than this are left alone: of four letters three are still right.
inline constexpr std::size_t shortest_noisy_word = 4;

/// Calls `change` for a share of the words that may be changed: it takes a word's characters and returns whether it
/// changed them.
template <class Context, class Change>
void change_words(WordList& text, double share, RandomStream& random, const Context& context, Change change) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (!context.keeps(text, i) && characters_of(text.list[i].text).size() >= shortest_noisy_word) places.push_back(i);
  for (std::size_t n = share_up(share, text.count()); n > 0 && !places.empty(); --n) {
    std::string& word = text.list[take_one(random, places)].text;
    std::u32string letters = characters_of(word);
    if (!change(letters, random)) continue;
    std::string changed = utf8_of(letters);
    if (!is_stop_word(small_letters(changed))) word = std::move(changed);
  }
}

/// The letter `c` in the place of `old`: a capital if that was one.
constexpr char32_t in_case_of(char32_t old, char32_t c) { return small_letter(old) != old ? capital_letter(c) : c; }

/// Keys beside the right ones are hit, for a share of a word's letters. Accented letters, which take two keys, stay.
inline bool hit_keys_beside(std::u32string& word, double share, Keyboard layout, RandomStream& random) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (!keys_beside(small_letter(word[i]), layout).empty()) places.push_back(i);
  std::size_t n = share_up(share, places.size());
  const bool changes = n > 0;
  for (; n > 0; --n) {
    char32_t& c = word[take_one(random, places)];
    const std::u32string beside = keys_beside(small_letter(c), layout);
    c = in_case_of(c, beside[below(random, beside.size())]);
  }
  return changes;
}

/// A pair of letters that are taken for each other, both ways.
struct Confusion {
  std::u32string_view a, b;
};
inline constexpr std::array<Confusion, 9> english_confusions{{{U"ie", U"ei"},
                                                              {U"able", U"ible"},
                                                              {U"ance", U"ence"},
                                                              {U"ant", U"ent"},
                                                              {U"ph", U"f"},
                                                              {U"tion", U"sion"},
                                                              {U"ise", U"ize"},
                                                              {U"er", U"or"},
                                                              {U"ly", U"ley"}}};
inline constexpr std::array<Confusion, 9> spanish_confusions{{{U"b", U"v"},
                                                              {U"ll", U"y"},
                                                              {U"ce", U"se"},
                                                              {U"ci", U"si"},
                                                              {U"z", U"s"},
                                                              {U"ge", U"je"},
                                                              {U"gi", U"ji"},
                                                              {U"x", U"s"},
                                                              {U"hu", U"u"}}};

/// One confusion of a language that fits in a word behind its first letter, if there is any.
template <std::size_t N>
bool confuse(std::u32string& word, const std::array<Confusion, N>& confusions, RandomStream& random) {
  struct Fit {
    std::size_t at;
    std::u32string_view from, to;
  };
  std::vector<Fit> fits;
  const auto find = [&](std::u32string_view from, std::u32string_view to) {
    for (std::size_t at = word.find(from, 1); at != word.npos; at = word.find(from, at + 1)) {
      const bool inside = to.size() > from.size() && to.ends_with(from) && word[at - 1] == to[0];  // hu of u: not hhu
      if (!inside) fits.push_back({at, from, to});
    }
  };
  for (const Confusion& c : confusions) {
    find(c.a, c.b);
    find(c.b, c.a);
  }
  if (fits.empty()) return false;
  const Fit& fit = fits[below(random, fits.size())];
  word.replace(fit.at, fit.from.size(), fit.to);
  return true;
}

/// Whether the letter i of a word may be moved, left out or doubled: a letter without an accent, and not the first.
inline bool may_slip(const std::u32string& word, std::size_t i) {
  return i > 0 && i < word.size() && word[i] < 0x80 && is_letter(word[i]);
}

/// One mistake: two letters change places, one is left out or doubled, or two are confused that sound alike.
inline bool misspell(std::u32string& word, Language language, RandomStream& random) {
  const std::size_t kind = below(random, 4);
  if (kind == 3 && language == Language::english && confuse(word, english_confusions, random)) return true;
  if (kind == 3 && language == Language::spanish && confuse(word, spanish_confusions, random)) return true;
  std::vector<std::size_t> places;
  for (std::size_t i = 1; i < word.size(); ++i)
    if (may_slip(word, i) && (kind != 0 || (may_slip(word, i + 1) && word[i] != word[i + 1]))) places.push_back(i);
  if (places.empty()) return false;
  const std::size_t i = places[below(random, places.size())];
  if (kind == 0) {
    const char32_t a = word[i], b = word[i + 1];  // the capitals stay in their places
    word[i] = in_case_of(a, small_letter(b));
    word[i + 1] = in_case_of(b, small_letter(a));
  } else if (kind == 1) {
    word.erase(i, 1);
  } else {
    word.insert(i, 1, word[i]);
  }
  return true;
}

}  // namespace impl::texts
}  // namespace CINCEL_ISA
}  // namespace cincel

// A text as its words and marks, with the spaces between them: what the steps of a text policy change. Joined again, it
// is the same text, byte by byte.
#pragma once

#include <cincel/core/printable.hpp>
#include <cincel/core/utf8.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cincel {

enum class WordKind : unsigned char { word, number, mark };

/// A word, a number or a mark, and the spaces before it.
struct Word {
  std::string space, text;
  WordKind kind = WordKind::word;
  friend bool operator==(const Word&, const Word&) = default;
};

/// The words of a text, and the spaces behind the last one.
struct WordList {
  std::vector<Word> list;
  std::string end;

  std::size_t size() const { return list.size(); }
  bool is_word(std::size_t i) const { return i < list.size() && list[i].kind == WordKind::word; }
  /// The word i in small letters; empty beyond the text.
  std::string lower(std::size_t i) const { return i < list.size() ? small_letters(list[i].text) : std::string(); }
  /// How many are words.
  std::size_t count() const {
    std::size_t n = 0;
    for (const Word& w : list) n += w.kind == WordKind::word ? 1 : 0;
    return n;
  }
};

inline namespace CINCEL_ISA {
namespace impl::texts {

/// A character that holds two letters together, so that they are one word: don't, l’eau, well-known.
constexpr bool joins_letters(char32_t c) { return c == U'\'' || c == 0x2019 || c == U'-' || c == 0x2010 || c == 0xAD; }

/// How many bytes the word, number or mark at the beginning of `s` has, and its kind.
inline std::pair<std::size_t, WordKind> first_word(std::string_view s) {
  const Character first = first_character(s);
  std::size_t at = first.bytes;
  if (!is_letter(first.code) && !is_digit(first.code)) return {at, WordKind::mark};
  bool letters = is_letter(first.code);
  while (at < s.size()) {
    const Character c = first_character(s.substr(at)), next = first_character(s.substr(at + c.bytes));
    const bool between = (joins_letters(c.code) && is_letter(next.code)) ||
                         (!letters && (c.code == U'.' || c.code == U',') && is_digit(next.code));
    if (!is_letter(c.code) && !is_digit(c.code) && !between) break;
    letters = letters || is_letter(c.code);
    at += c.bytes;
  }
  return {at, letters ? WordKind::word : WordKind::number};
}

}  // namespace impl::texts

/// Cuts a text into words. Apostrophes and hyphens between letters belong to their word, every other mark stands alone.
/// Throws std::invalid_argument where the text is no UTF-8, with the offset of the first byte that is none.
inline WordList split_words(std::string_view text) {
  if (const std::size_t valid = valid_utf8(text); valid != text.size()) {
    const auto byte = static_cast<unsigned char>(text[valid]);
    throw std::invalid_argument("split_words: the text is no UTF-8, byte " + std::to_string(valid) + " (" +
                                std::to_string(byte) + ") begins no character, behind \"" +
                                printable(text.substr(valid < 20 ? 0 : valid - 20, valid < 20 ? valid : 20)) + '"');
  }
  WordList words;
  std::string space;
  for (std::size_t at = 0; at < text.size();) {
    const Character c = first_character(text.substr(at));
    if (is_space(c.code)) {
      space += text.substr(at, c.bytes);
      at += c.bytes;
      continue;
    }
    const auto [bytes, kind] = impl::texts::first_word(text.substr(at));
    words.list.push_back({std::move(space), std::string(text.substr(at, bytes)), kind});
    space.clear();
    at += bytes;
  }
  words.end = std::move(space);
  return words;
}

/// The text that words are of.
inline std::string join_words(const WordList& words) {
  std::string text;
  for (const Word& w : words.list) (text += w.space) += w.text;
  return text += words.end;
}

/// How a word is capitalised: dog, Dog, DOG, or otherwise (iPhone), which is left alone.
enum class Capitals : unsigned char { none, first, all, mixed };

inline Capitals capitals_of(std::string_view word) {
  const std::string lower = small_letters(word);
  if (word == lower) return Capitals::none;
  if (word == capitalized(lower)) return Capitals::first;
  return word == capital_letters(lower) ? Capitals::all : Capitals::mixed;
}
/// A word in small letters with the capitals of another one. A single capital letter is a first one.
inline std::string with_capitals(std::string_view lower, Capitals capitals) {
  if (capitals == Capitals::first) return capitalized(lower);
  return capitals == Capitals::all ? capital_letters(lower) : std::string(lower);
}

namespace impl::texts {

/// Whether word i begins a sentence: nothing before it but marks, the last of which ends a sentence or opens one.
inline bool begins_sentence(const WordList& words, std::size_t i) {
  while (i > 0) {
    const Word& w = words.list[--i];
    if (w.kind != WordKind::mark) return false;
    if (w.text == "." || w.text == "!" || w.text == "?" || w.text == "…" || w.text == "¿" || w.text == "¡") return true;
    if (w.text != "\"" && w.text != "'" && w.text != "“" && w.text != "«" && w.text != "(" && w.text != "‘")
      return false;
  }
  return true;
}

/// Takes word i away. What follows an emptied beginning takes its space, so that no text begins with one.
inline void erase_word(WordList& words, std::size_t i) {
  if (i == 0 && words.size() > 1) words.list[1].space = words.list[0].space;
  words.list.erase(words.list.begin() + static_cast<std::ptrdiff_t>(i));
}

/// Puts the words of `text` before word i (behind the last one if i is their number), with a space between.
inline void insert_words(WordList& words, std::size_t i, std::string_view text) {
  WordList added = split_words(text);
  if (added.list.empty()) return;
  if (i == 0) {
    if (!words.list.empty()) {
      added.list[0].space = words.list[0].space;
      words.list[0].space = " ";
    }
  } else {
    added.list[0].space = " ";
  }
  words.list.insert(words.list.begin() + static_cast<std::ptrdiff_t>(i), added.list.begin(), added.list.end());
}

/// Puts the words of `text` in the place of word i.
inline void replace_word(WordList& words, std::size_t i, std::string_view text) {
  WordList added = split_words(text);
  if (added.list.empty()) return;
  added.list[0].space = words.list[i].space;
  words.list.erase(words.list.begin() + static_cast<std::ptrdiff_t>(i));
  words.list.insert(words.list.begin() + static_cast<std::ptrdiff_t>(i), added.list.begin(), added.list.end());
}

}  // namespace impl::texts
}  // namespace CINCEL_ISA
}  // namespace cincel

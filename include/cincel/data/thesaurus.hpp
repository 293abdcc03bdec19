// Synonyms in memory, and the files that they come from: MyThes, as OpenOffice and Debian's mythes-* have them, and lists
// of a user's own.
#pragma once

#include <cincel/core/phrase_table.hpp>
#include <cincel/core/synonym.hpp>
#include <cincel/data/text_lines.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

/// The synonyms of words, in small letters and base forms. It is filled, and then read by any number of threads.
///
///     Thesaurus thesaurus(Language::english);
///     thesaurus.add("big", "large", PartOfSpeech::adjective);
class Thesaurus {
 public:
  explicit Thesaurus(Language language) : language_(language) {}

  Language language() const { return language_; }
  /// How many words have synonyms.
  std::size_t size() const { return synonyms_.size(); }

  /// Adds a synonym behind those that a word has, once, and no word to itself.
  void add(std::string_view word, std::string_view synonym, PartOfSpeech part = PartOfSpeech::unknown) {
    Synonym s{std::string(synonym), part};
    if (word == synonym || word.empty() || synonym.empty()) return;
    std::vector<Synonym>& list = synonyms_[std::string(word)];
    if (std::find(list.begin(), list.end(), s) == list.end()) list.push_back(std::move(s));
  }
  /// Says that `form` is an irregular form of `base`: went of go.
  void add_irregular(std::string_view form, std::string_view base) {
    bases_[std::string(form)].emplace_back(base);
    forms_[std::string(base)].emplace_back(form);
  }

  std::span<const Synonym> synonyms(std::string_view word) const { return found(synonyms_, word); }
  std::span<const std::string> irregular_bases(std::string_view form) const { return found(bases_, form); }
  std::span<const std::string> irregular_forms(std::string_view base) const { return found(forms_, base); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>()(s); }
  };
  template <class T>
  using Table = std::unordered_map<std::string, std::vector<T>, Hash, std::equal_to<>>;
  template <class T>
  static std::span<const T> found(const Table<T>& table, std::string_view word) {
    const auto it = table.find(word);
    if (it == table.end()) return {};
    return it->second;
  }

  Language language_;
  Table<Synonym> synonyms_;
  Table<std::string> bases_, forms_;
};

namespace impl {

/// A line in UTF-8, whichever of the two character sets its file has.
inline std::string utf8_line(const TextLines& lines, std::string_view line, bool latin1) {
  if (!latin1) {
    lines.need_utf8(line);
    return std::string(line);
  }
  std::string out;
  for (const char c : line) append_character(out, static_cast<unsigned char>(c));
  return out;
}
inline PartOfSpeech mythes_part(std::string_view s) {
  return s == "(noun)"   ? PartOfSpeech::noun
         : s == "(verb)" ? PartOfSpeech::verb
         : s == "(adj)"  ? PartOfSpeech::adjective
         : s == "(adv)"  ? PartOfSpeech::adverb
                         : PartOfSpeech::unknown;
}
/// Whether a word is no name: it has a letter, and no capital.
inline bool is_plain_word(std::string_view s) { return !s.empty() && small_letters(s) == s && s.find('(') == s.npos; }

inline Thesaurus read_mythes_lines(const std::string& path, Language language) {
  TextLines lines(path);
  std::string_view line;
  if (!lines.next(line)) throw FileError(path, "is empty; a MyThes file begins with its character set");
  const std::string_view set = trimmed(line);
  const bool latin1 = set == "ISO8859-1" || set == "ISO-8859-1";
  if (!latin1 && set != "UTF-8")
    lines.fail("has the character set \"" + printable(set, 40) + "\"; UTF-8 and ISO8859-1 are read");
  Thesaurus thesaurus(language);
  while (lines.next(line)) {
    if (trimmed(line).empty()) continue;
    const std::string entry = utf8_line(lines, line, latin1);
    std::string_view rest = entry;
    const std::string_view word = take_until(rest, '|');
    const std::int64_t meanings = number_of(trimmed(rest));
    if (meanings < 0) lines.fail("a word and the number of its meanings are expected, as in house|2");
    for (std::int64_t i = 0; i < meanings; ++i) {
      if (!lines.next(line))
        lines.fail("says that it has " + std::to_string(meanings) + " meanings, and the file ends");
      const std::string meaning = utf8_line(lines, line, latin1);
      rest = meaning;
      const PartOfSpeech part = mythes_part(trimmed(take_until(rest, '|')));
      while (is_plain_word(word) && !rest.empty())
        if (const std::string_view s = trimmed(take_until(rest, '|')); is_plain_word(s)) thesaurus.add(word, s, part);
    }
  }
  return thesaurus;
}

/// Calls f(first, other) for each line "first|other|other" of a file.
template <class F>
void read_pairs(const std::string& path, F f) {
  TextLines lines(path);
  std::string_view line;
  while (lines.next(line)) {
    lines.need_utf8(line);
    if (lines.offset() == 0 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);  // the mark of some editors
    std::string_view rest = trimmed(line);
    if (rest.empty() || rest.front() == '#') continue;
    const std::string first = small_letters(trimmed(take_until(rest, '|')));
    if (first.empty() || trimmed(rest).empty())
      lines.fail("a word and what may stand for it are expected, as in big|large");
    while (!rest.empty())
      if (const std::string_view other = trimmed(take_until(rest, '|')); !other.empty()) f(first, other);
  }
}

}  // namespace impl

/// Reads the .dat file of a MyThes thesaurus in UTF-8 or ISO8859-1, such as /usr/share/mythes/th_es_ES_v2.dat of Debian's
/// mythes-es. Names and remarks in brackets are left out. Throws FileError with file, offset and reason.
inline Thesaurus read_mythes(const std::string& path, Language language) {
  return impl::with_memory_for(path, [&] { return impl::read_mythes_lines(path, language); });
}

/// Reads a thesaurus of a user's own: UTF-8, a line for each word, "grande|enorme|amplio", with # before remarks. Throws
/// FileError with file, offset and reason.
inline Thesaurus read_thesaurus(const std::string& path, Language language) {
  return impl::with_memory_for(path, [&] {
    Thesaurus thesaurus(language);
    impl::read_pairs(path, [&](std::string_view word, std::string_view other) { thesaurus.add(word, other); });
    return thesaurus;
  });
}

/// Reads a table of phrases, of the same form: "in order to|to". Throws FileError with file, offset and reason.
inline PhraseTable read_phrases(const std::string& path) {
  return impl::with_memory_for(path, [&] {
    PhraseTable table;
    impl::read_pairs(path, [&](std::string_view phrase, std::string_view other) { table.add(phrase, other); });
    return table;
  });
}

}  // namespace CINCEL_ISA
}  // namespace cincel

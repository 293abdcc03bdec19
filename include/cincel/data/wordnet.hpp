// WordNet's dictionary (Princeton University, wordnet.princeton.edu, wndb(5)): Debian's package wordnet-base has it in
// /usr/share/wordnet.
#pragma once

#include <cincel/data/thesaurus.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cincel {

/// A meaning, with the words that have it.
struct WordNetSynset {
  std::uint64_t offset = 0;  // in its file, which is its name there
  int domain = 0;            // its lexicographer file, 0 to 44: 5 is noun.animal
  PartOfSpeech part = PartOfSpeech::unknown;
  std::vector<std::string> words;  // as written, with spaces for underscores
  bool is_instance = false;        // of a single thing: Paris
  std::vector<std::pair<int, std::uint64_t>>
      usages;  // word (from 1; 0 is all of them), and the noun that says how it is used
  std::string gloss;
};

/// How read_wordnet makes a thesaurus.
struct WordNetOptions {
  /// Of each part of speech the synonyms of so many meanings are taken, the most frequent first.
  int senses = 1;
};

inline namespace CINCEL_ISA {
namespace impl {

inline constexpr std::array<PartOfSpeech, 4> wordnet_parts{PartOfSpeech::noun, PartOfSpeech::verb,
                                                           PartOfSpeech::adjective, PartOfSpeech::adverb};
inline constexpr std::array<const char*, 4> wordnet_names{"noun", "verb", "adj", "adv"};

/// The number of a part of speech by WordNet's letter, -1 for another one.
inline int wordnet_part(std::string_view s) {
  if (s.size() != 1) return -1;
  return s[0] == 'n' ? 0 : s[0] == 'v' ? 1 : s[0] == 'a' || s[0] == 's' ? 2 : s[0] == 'r' ? 3 : -1;
}

/// The fields of a line, between single spaces.
class Fields {
 public:
  Fields(const TextLines& lines, std::string_view line) : lines_(&lines), line_(line) {}

  std::string_view next(const char* what) {
    if (at_ >= line_.size()) lines_->fail(at_, std::string("the line ends before its ") + what);
    const std::size_t end = (std::min)(line_.find(' ', at_), line_.size());
    const std::string_view field = line_.substr(at_, end - at_);
    begin_ = at_;
    at_ = end + 1;
    if (field.empty()) fail(what, field);
    return field;
  }
  std::int64_t number(const char* what, int base = 10) {
    const std::string_view field = next(what);
    const std::int64_t n = number_of(field, base);
    if (n < 0) fail(what, field);
    return n;
  }
  [[noreturn]] void fail(const char* what, std::string_view field) const {
    lines_->fail(begin_, "its " + std::string(what) + " is expected, and not \"" + printable(field, 40) + '"');
  }
  /// No list has more members than the line has characters.
  std::int64_t count(const char* what, int base = 10) {
    const std::int64_t n = number(what, base);
    if (static_cast<std::uint64_t>(n) > line_.size())
      lines_->fail(begin_, "its " + std::string(what) + " is " + std::to_string(n) + ", more than the line can hold");
    return n;
  }

 private:
  const TextLines* lines_;
  std::string_view line_;
  std::size_t at_ = 0, begin_ = 0;
};

/// A word as people write it: spaces for underscores, and no remark on an adjective's place.
inline std::string wordnet_word(std::string_view s) {
  std::string word(s.substr(0, s.find('(')));
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

inline WordNetSynset synset_of(const TextLines& lines, std::string_view line) {
  lines.need_utf8(line);
  const std::size_t bar = line.find(" | ");
  Fields f(lines, line.substr(0, bar));
  WordNetSynset s;
  s.offset = static_cast<std::uint64_t>(f.number("offset"));
  if (s.offset != lines.offset()) lines.fail("its offset says that it stands at byte " + std::to_string(s.offset));
  s.domain = static_cast<int>(f.number("lexicographer file"));
  if (s.domain > 44) lines.fail("its lexicographer file is " + std::to_string(s.domain) + "; 0 to 44 are known");
  const std::string_view type = f.next("type");
  if (wordnet_part(type) < 0) f.fail("type", type);
  s.part = wordnet_parts[static_cast<std::size_t>(wordnet_part(type))];
  for (std::int64_t n = f.count("number of words", 16); n > 0; --n) {
    s.words.push_back(wordnet_word(f.next("word")));
    f.number("lexical number", 16);
  }
  for (std::int64_t n = f.count("number of pointers"); n > 0; --n) {
    const std::string_view symbol = f.next("pointer");
    const auto to = static_cast<std::uint64_t>(f.number("pointer's offset"));
    if (wordnet_part(f.next("pointer's part of speech")) < 0) lines.fail("a pointer has no part of speech");
    const std::int64_t words = f.number("pointer's words", 16);
    if (symbol == "@i") s.is_instance = true;
    if (symbol == ";u") s.usages.emplace_back(static_cast<int>(words >> 8), to);
  }
  if (bar != line.npos) s.gloss = trimmed(line.substr(bar + 3));
  return s;
}

inline std::vector<WordNetSynset> read_synset_lines(const std::string& path) {
  TextLines lines(path);
  std::vector<WordNetSynset> synsets;
  std::string_view line;
  while (lines.next(line))
    if (!line.starts_with("  ")) synsets.push_back(synset_of(lines, line));  // not the licence
  return synsets;
}

/// The synsets of all four files, by part of speech and offset; `rude` are the nouns by which WordNet marks words that
/// offend.
struct WordNetSynsets {
  std::array<std::unordered_map<std::uint64_t, WordNetSynset>, 4> of;
  std::vector<std::uint64_t> rude;

  /// The words of a synset that may stand for others: no names, nothing rude.
  std::vector<std::string> usable(const WordNetSynset& s) const {
    std::vector<std::string> words;
    if (s.is_instance) return words;
    for (std::size_t i = 0; i < s.words.size(); ++i) {
      const bool offends = std::any_of(s.usages.begin(), s.usages.end(), [&](const auto& u) {
        return (u.first == 0 || u.first == static_cast<int>(i) + 1) &&
               std::find(rude.begin(), rude.end(), u.second) != rude.end();
      });
      if (!offends && is_plain_word(s.words[i])) words.push_back(s.words[i]);
    }
    return words;
  }
};

inline WordNetSynsets read_all_synsets(const std::string& folder) {
  WordNetSynsets all;
  for (std::size_t part = 0; part < 4; ++part)
    for (WordNetSynset& s : read_synset_lines(folder + "/data." + wordnet_names[part])) {
      const std::string& first = s.words.empty() ? std::string() : s.words[0];
      if (part == 0 && (first == "obscenity" || first == "disparagement" || first == "ethnic slur"))
        all.rude.push_back(s.offset);
      s.gloss.clear();
      const std::uint64_t offset = s.offset;
      all.of[part].emplace(offset, std::move(s));
    }
  return all;
}

/// How often a word was met as each part of speech in the texts that WordNet's authors marked.
using WordNetCounts = std::unordered_map<std::string, std::array<std::int64_t, 4>>;

inline WordNetCounts read_wordnet_counts(const std::string& path) {
  TextLines lines(path);
  WordNetCounts counts;
  std::string_view line;
  while (lines.next(line)) {
    lines.need_utf8(line);
    Fields f(lines, line);
    const std::string_view key = f.next("sense");
    const std::size_t percent = key.find('%');
    if (percent == key.npos || percent + 1 >= key.size()) f.fail("sense", key);
    const char type = key[percent + 1];
    if (type < '1' || type > '5') f.fail("sense", key);
    f.number("number of the sense");
    counts[std::string(key.substr(0, percent))][type == '5' ? 2 : static_cast<std::size_t>(type - '1')] +=
        f.number("count");
  }
  return counts;
}

/// The most frequent senses of a word as one part of speech.
struct WordNetEntry {
  std::string word;
  std::vector<std::uint64_t> senses;
};
inline std::vector<WordNetEntry> read_wordnet_index(const std::string& path, int most_senses) {
  TextLines lines(path);
  std::vector<WordNetEntry> entries;
  std::string_view line;
  while (lines.next(line)) {
    if (line.starts_with("  ")) continue;
    lines.need_utf8(line);
    Fields f(lines, line);
    WordNetEntry e{std::string(f.next("word")), {}};
    if (const std::string_view part = f.next("part of speech"); wordnet_part(part) < 0) f.fail("part of speech", part);
    const std::int64_t senses = f.count("number of synsets");
    for (std::int64_t n = f.count("number of pointers"); n > 0; --n) f.next("pointer");
    f.number("number of senses");
    f.number("number of counted senses");
    for (std::int64_t i = 0; i < senses; ++i) {
      const auto offset = static_cast<std::uint64_t>(f.number("offset"));
      if (i < most_senses) e.senses.push_back(offset);
    }
    entries.push_back(std::move(e));
  }
  return entries;
}

inline void read_wordnet_exceptions(const std::string& path, Thesaurus& to) {
  TextLines lines(path);
  std::string_view line;
  while (lines.next(line)) {
    lines.need_utf8(line);
    if (trimmed(line).empty()) continue;
    Fields f(lines, trimmed(line));
    const std::string form = wordnet_word(f.next("form")), base = wordnet_word(f.next("base form"));
    if (form != base) to.add_irregular(form, base);
  }
}

inline Thesaurus read_wordnet_folder(const std::string& folder, const WordNetOptions& options) {
  const WordNetSynsets synsets = read_all_synsets(folder);
  const WordNetCounts counts = read_wordnet_counts(folder + "/cntlist.rev");
  struct Found {
    std::int64_t count;
    std::size_t part;
    std::string word;
    std::vector<std::string> synonyms;
  };
  std::vector<Found> found;
  for (std::size_t part = 0; part < 4; ++part) {
    const std::string path = folder + "/index." + wordnet_names[part];
    for (const WordNetEntry& e : read_wordnet_index(path, options.senses)) {
      const auto counted = counts.find(e.word);
      Found f{counted == counts.end() ? 0 : counted->second[part], part, wordnet_word(e.word), {}};
      for (const std::uint64_t offset : e.senses) {
        const auto s = synsets.of[part].find(offset);
        if (s == synsets.of[part].end())
          throw FileError(path, printable(e.word, 80) + " has a meaning at byte " + std::to_string(offset) +
                                    " of data." + wordnet_names[part] + ", where there is none");
        for (std::string& w : synsets.usable(s->second)) f.synonyms.push_back(std::move(w));
      }
      if (!f.synonyms.empty()) found.push_back(std::move(f));
    }
  }
  // The part of speech that a word is met as most often comes first.
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return a.count != b.count ? a.count > b.count : a.part != b.part ? a.part < b.part : a.word < b.word;
  });
  Thesaurus thesaurus(Language::english);
  for (const Found& f : found)
    for (const std::string& s : f.synonyms) thesaurus.add(f.word, s, wordnet_parts[f.part]);
  for (const char* part : {"noun", "verb"}) read_wordnet_exceptions(folder + "/" + part + ".exc", thesaurus);
  return thesaurus;
}

}  // namespace impl

/// Reads a file of meanings, such as /usr/share/wordnet/data.noun, with their explanations. Throws FileError with file,
/// offset and reason: a meaning must stand where it says that it does.
inline std::vector<WordNetSynset> read_wordnet_synsets(const std::string& path) {
  return impl::with_memory_for(path, [&] { return impl::read_synset_lines(path); });
}

/// Reads WordNet's dictionary as an English thesaurus: for each word the others of its most frequent meaning as each part
/// of speech, the part that it is met as most often first. Names of single persons and places, and what WordNet marks as
/// obscene, disparaging or an ethnic slur, are left out. `folder` holds data.*, index.*, noun.exc, verb.exc and
/// cntlist.rev, as Debian's wordnet-base does. Throws FileError with file, offset and reason.
inline Thesaurus read_wordnet(const std::string& folder = "/usr/share/wordnet", const WordNetOptions& options = {}) {
  return impl::with_memory_for(folder, [&] { return impl::read_wordnet_folder(folder, options); });
}

}  // namespace CINCEL_ISA
}  // namespace cincel

// What a thesaurus says of a word: files of them are read in data/, and used in augment/.
#pragma once

#include <cstdint>
#include <string>

namespace cincel {

/// Whose grammar is followed: which words are not touched, how plurals are made, which rules are known.
enum class Language : std::uint8_t { english, spanish, other };

enum class PartOfSpeech : std::uint8_t { noun, verb, adjective, adverb, unknown };

/// A word that may stand for another one, in its base form; it may have spaces.
struct Synonym {
  std::string text;
  PartOfSpeech part = PartOfSpeech::unknown;
  friend bool operator==(const Synonym&, const Synonym&) = default;
};

}  // namespace cincel

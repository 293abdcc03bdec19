// From words to the numbers that an Embedding reads: a vocabulary and a length that the compiler knows.
#pragma once

#include <cincel/augment/augment_error.hpp>
#include <cincel/augment/text/words.hpp>
#include <cincel/core/shape.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <unordered_map>

namespace cincel {
namespace detail {

/// A float holds every whole number up to this one.
inline constexpr std::int64_t largest_token = std::int64_t{1} << 24;

template <std::int64_t Length, std::int64_t Size>
constexpr Text tokens_fault() {
  Text t;
  if (Length >= 1 && Length <= (1 << 20) && Size >= 3 && Size <= largest_token) return t;
  t << "Tokens<" << Length << ", " << Size << ">: ";
  if (Length < 1 || Length > (1 << 20)) return t << "a text has a length of 1 to " << (1 << 20) << " tokens";
  return t << "a vocabulary has 3 to " << largest_token << " words: padding, the unknown word, and at least one other";
}
template <std::int64_t Length, std::int64_t Size>
struct TokensFault {
  static constexpr Text text = tokens_fault<Length, Size>();
};

}  // namespace detail

/// Whether the capitals of a word make another word of it.
enum class LetterCase : unsigned char { kept, folded };

/// The form of a text for a network: `Length` numbers, each a word of a vocabulary of `Size` (0 is padding, 1 a word
/// that is not in it). Longer texts are cut behind, shorter ones padded behind. Keras: `TextVectorization(max_tokens=Size,
/// output_sequence_length=Length)`, whose numbers these are, without its lower case and with its marks kept.
///
///     using Form = Tokens<24, 5000>;
///     using Net = Sequential<Input<Form::length>, Embedding<Form::size, 16>>;
template <std::int64_t Length, std::int64_t Size, LetterCase Case = LetterCase::kept>
struct Tokens {
  static_assert(sizeof(detail::augment_error_of<detail::TokensFault<Length, Size>>) != 0);
  static constexpr std::int64_t length = Length, size = Size;
  static constexpr Shape shape{Length};
  static constexpr LetterCase letter_case = Case;
  static constexpr std::int64_t padding = 0, unknown = 1;
};

inline namespace CINCEL_ISA {

/// The words that a form of texts has numbers for. It is filled from texts and then read by any number of threads.
///
///     using Form = Tokens<8, 100>;
///     Vocabulary<Form> vocabulary;
///     vocabulary.add("The cat sat on the mat.");
///     vocabulary.build();
///     std::array<float, 8> numbers{};
///     vocabulary.encode("The mat", numbers);
template <class Form>
class Vocabulary {
 public:
  /// Counts the words of a text. Throws std::invalid_argument if it is no UTF-8.
  void add(std::string_view text) {
    for (const Word& w : split_words(text).list) ++counts_[key(w.text)];
  }
  /// Gives the numbers from 2 on to the words that were counted, the most frequent first and of equal ones the first by
  /// their bytes, until the vocabulary is full. WordList counted fewer than `least` times get none.
  void build(std::uint64_t least = 1) {
    std::vector<std::pair<std::string, std::uint64_t>> sorted(counts_.begin(), counts_.end());
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    words_ = {"", "[UNK]"};
    number_.clear();
    for (const auto& [word, count] : sorted) {
      if (words_.size() == static_cast<std::size_t>(Form::size) || count < least) break;
      number_.emplace(word, static_cast<std::int64_t>(words_.size()));
      words_.push_back(word);
    }
  }

  /// How many numbers are given, those of padding and the unknown word among them.
  std::size_t size() const { return words_.size(); }
  /// The number of a word, 1 if it has none.
  std::int64_t number(std::string_view word) const {
    const auto found = number_.find(key(word));
    return found == number_.end() ? Form::unknown : found->second;
  }
  /// The word of a number: empty for padding, "[UNK]" for 1 and for all that is no word's number.
  const std::string& word(std::int64_t number) const {
    return words_[number < 0 || number >= static_cast<std::int64_t>(words_.size()) ? 1
                                                                                   : static_cast<std::size_t>(number)];
  }

  /// Writes a text as numbers, and returns how many words had no place. Throws std::invalid_argument if it is no UTF-8.
  std::size_t encode(std::string_view text, std::span<float, static_cast<std::size_t>(Form::length)> to) const {
    const WordList words = split_words(text);
    const std::size_t n = (std::min)(words.size(), to.size());
    for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<float>(number(words.list[i].text));
    std::fill(to.begin() + static_cast<std::ptrdiff_t>(n), to.end(), static_cast<float>(Form::padding));
    return words.size() - n;
  }
  /// The words of numbers with spaces between, without padding.
  std::string decode(std::span<const float> numbers) const {
    std::string text;
    for (const float x : numbers) {
      const bool fits = x >= 0 && x < static_cast<float>(words_.size());
      if (fits && static_cast<std::int64_t>(x) == Form::padding) continue;
      text += text.empty() ? "" : " ";
      text += word(fits ? static_cast<std::int64_t>(x) : Form::unknown);
    }
    return text;
  }

 private:
  static std::string key(std::string_view word) {
    return Form::letter_case == LetterCase::folded ? small_letters(word) : std::string(word);
  }

  std::map<std::string, std::uint64_t> counts_;
  std::vector<std::string> words_{"", "[UNK]"};
  std::unordered_map<std::string, std::int64_t> number_;
};

}  // namespace CINCEL_ISA
}  // namespace cincel

// What the steps of a text policy read besides the text: what is protected, and what `apply` was given (a thesaurus, a
// table of phrases, a user's model, a list of words).
#pragma once

#include <cincel/augment/text/lexicon.hpp>
#include <cincel/augment/text/words.hpp>
#include <cincel/core/random.hpp>
#include <cincel/core/synonym.hpp>

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <set>
#include <span>
#include <tuple>

namespace cincel {

/// Where synonyms come from: a `Thesaurus` (data/thesaurus.hpp), or a class of a user's own. WordList are asked for in small
/// letters and their base form; synonyms of the likeliest meaning come first.
template <class S>
concept SynonymSource = requires(const S& s, std::string_view word) {
  { s.synonyms(word) } -> std::convertible_to<std::span<const Synonym>>;
  { s.language() } -> std::convertible_to<Language>;
};

/// Where phrases with the same meaning come from: a `PhraseTable`, or a class of a user's own.
template <class S>
concept PhraseSource = requires(const S& s, std::string_view phrase) {
  { s.phrases(phrase) } -> std::convertible_to<std::span<const std::string>>;
  { s.longest() } -> std::convertible_to<std::size_t>;
};

/// A user's own model: the text and random numbers in, another text out.
template <class F>
concept TextModel = requires(const F& f, std::string_view text, RandomStream& random) {
  { f(text, random) } -> std::convertible_to<std::string>;
};

/// WordList that no step touches, besides those of the policy: names, terms of a field. Capitals make no difference.
class ProtectedWords {
 public:
  ProtectedWords() = default;
  ProtectedWords(std::initializer_list<std::string_view> words) {
    for (const std::string_view w : words) add(w);
  }
  void add(std::string_view word) { words_.insert(small_letters(word)); }
  bool has(const std::string& lower) const { return words_.contains(lower); }

 private:
  std::set<std::string> words_;
};

inline namespace CINCEL_ISA {
namespace impl::texts {

/// A value that stands where something is not given.
struct NotGiven {};

template <class T>
inline constexpr bool is_synonyms = SynonymSource<T>;
template <class T>
inline constexpr bool is_phrases = PhraseSource<T>;
template <class T>
inline constexpr bool is_model = TextModel<T>;
template <class T>
inline constexpr bool is_protected = std::same_as<T, ProtectedWords>;

/// What apply was given, found by what it can do.
template <class... Given>
class TextContext {
 public:
  TextContext(bool protects, std::span<const std::string_view> words, const Given&... given)
      : protects_(protects), words_(words), given_(given...) {}

  /// Whether no step may touch word i: a negation or pronoun, if these are protected, or one that the policy or the user
  /// names; a word of letters and digits, or with capitals in its middle.
  bool keeps(const WordList& text, std::size_t i) const {
    if (!text.is_word(i)) return true;
    const std::string lower = text.lower(i);
    if (protects_ && (is_negation(lower) || is_pronoun(lower))) return true;
    if (is_named(lower)) return true;
    return capitals_of(text.list[i].text) == Capitals::mixed;
  }
  /// Whether words that the policy or the user names are as often in `after` as in `before`.
  bool keeps_names(const WordList& before, const WordList& after) const {
    const auto named = [&](const WordList& text) {
      std::multiset<std::string> names;
      for (std::size_t i = 0; i < text.size(); ++i)
        if (std::string lower = text.lower(i); is_named(lower)) names.insert(std::move(lower));
      return names;
    };
    return named(before) == named(after);
  }
  /// Whether a word may be taken for meaning: neither kept nor a stop word.
  bool has_meaning(const WordList& text, std::size_t i) const {
    return !keeps(text, i) && !is_stop_word(text.lower(i));
  }

  const auto& synonyms() const { return get<is_synonyms<Given>...>(); }
  const auto& phrases() const { return get<is_phrases<Given>...>(); }
  const auto& model() const { return get<is_model<Given>...>(); }

 private:
  bool is_named(const std::string& lower) const {
    for (const std::string_view w : words_)
      if (lower == w) return true;
    if constexpr (has<is_protected<Given>...>) return get<is_protected<Given>...>().has(lower);
    return false;
  }
  template <bool... Is>
  static constexpr bool has = (Is || ...);
  template <bool... Is>
  const auto& get() const {
    if constexpr (has<Is...>) {
      constexpr std::size_t at = [] {
        constexpr bool is[] = {Is...};
        std::size_t i = 0;
        while (!is[i]) ++i;
        return i;
      }();
      return std::get<at>(given_);
    } else {
      return not_given_;
    }
  }

  bool protects_;
  std::span<const std::string_view> words_;
  std::tuple<const Given&...> given_;
  static constexpr NotGiven not_given_{};
};

/// Uniform in {0, …, n - 1}.
inline std::size_t below(RandomStream& random, std::size_t n) {
  return static_cast<std::size_t>(random.below(static_cast<std::uint32_t>(n)));
}
/// Takes one of `places` out, each as likely.
inline std::size_t take_one(RandomStream& random, std::vector<std::size_t>& places) {
  const std::size_t at = below(random, places.size()), place = places[at];
  places[at] = places.back();
  places.pop_back();
  return place;
}

}  // namespace impl::texts
}  // namespace CINCEL_ISA
}  // namespace cincel

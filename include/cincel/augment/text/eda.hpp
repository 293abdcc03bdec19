// The four operations of EDA (Wei and Zou, "EDA: Easy Data Augmentation Techniques for Boosting Performance on Text
// Classification Tasks", EMNLP 2019), as the paper has them: n = αl words of a sentence of l.
#pragma once

#include <cincel/augment/text/synonyms.hpp>

#include <algorithm>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl::texts {

/// The paper's n: a share of the words, at least 1 where the share is not 0.
inline std::size_t share_of_words(const WordList& text, double share) {
  if (share <= 0) return 0;
  return (std::max)(std::size_t{1}, static_cast<std::size_t>(share * static_cast<double>(text.count())));
}

template <class Context>
std::vector<std::size_t> places_of_meaning(const WordList& text, const Context& context) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (context.has_meaning(text, i)) places.push_back(i);
  return places;
}

/// Replaces n words that are no stop words by a synonym, each as likely; words without one do not count.
template <class Context>
void replace_by_synonyms(WordList& text, double share, RandomStream& random, const Context& context) {
  std::size_t n = share_of_words(text, share);
  std::vector<std::size_t> places = places_of_meaning(text, context);
  std::vector<std::pair<std::size_t, std::string>> chosen;
  while (n > 0 && !places.empty()) {
    const std::size_t i = take_one(random, places);
    const std::vector<std::string> synonyms = synonyms_in_place(context.synonyms(), text, i);
    if (synonyms.empty()) continue;
    chosen.emplace_back(i, synonyms[below(random, synonyms.size())]);
    --n;
  }
  std::sort(chosen.begin(), chosen.end());
  for (auto it = chosen.rbegin(); it != chosen.rend(); ++it) replace_word(text, it->first, it->second);
}

/// Whether a word may be put before word i: not between a negation and what it denies, nor before the mark that ends a
/// clause, nor between a and what it wants, nor before the first word, whose capital is the sentence's.
inline bool may_insert_at(const WordList& text, std::size_t i) {
  if (i == 0 || i >= text.size() || !text.is_word(i) || !text.is_word(i - 1)) return false;
  const std::string before = text.lower(i - 1);
  return !is_negation(before) && before != "a" && before != "an" && !begins_sentence(text, i);
}

/// Inserts n times a synonym of a word that is no stop word at a place, each as likely.
template <class Context>
void insert_synonyms(WordList& text, double share, RandomStream& random, const Context& context) {
  std::vector<std::string> added;
  const std::size_t n = share_of_words(text, share);
  for (std::size_t k = 0; k < n; ++k) {
    std::vector<std::size_t> places = places_of_meaning(text, context);
    while (!places.empty()) {
      const std::vector<std::string> synonyms = synonyms_in_place(context.synonyms(), text, take_one(random, places));
      if (synonyms.empty()) continue;
      added.push_back(small_letters(synonyms[below(random, synonyms.size())]));
      break;
    }
  }
  for (const std::string& word : added) {
    std::vector<std::size_t> places;
    for (std::size_t i = 1; i < text.size(); ++i)
      if (may_insert_at(text, i)) places.push_back(i);
    if (places.empty()) return;
    insert_words(text, places[below(random, places.size())], word);
  }
}

/// Which words can change places: those of one run without a mark, a kept word that is a negation, or a conjunction that
/// sets one thing against another (not good but bad).
inline std::vector<std::size_t> runs_of_words(const WordList& text) {
  std::vector<std::size_t> run(text.size());
  std::size_t number = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string lower = text.lower(i);
    const bool ends = !text.is_word(i) || is_negation(lower) || lower == "but" || lower == "than" || lower == "pero" ||
                      lower == "sino" || lower == "que";
    if (ends) ++number;
    run[i] = number;  // what ends a run is in one of its own
    if (ends) ++number;
  }
  return run;
}

/// The capital that begins a sentence stays where it is while words come and go: `known` says of a word in small letters
/// whether it is a common one, which may lose its capital.
template <class Known>
void move_capital(WordList& text, std::size_t first, std::size_t other, const Known& known) {
  std::string &a = text.list[first].text, &b = text.list[other].text;  // a was there, b begins now
  if (capitals_of(a) != Capitals::first || !text.is_word(other)) return;
  if (known(small_letters(a))) a = small_letters(a);
  b = capitalized(b);
}

template <class Context>
bool is_common(const Context& context, std::string_view lower) {
  if (is_stop_word(lower)) return lower != "i" && !lower.starts_with("i'");
  if constexpr (SynonymSource<std::remove_cvref_t<decltype(context.synonyms())>>) {
    if (context.synonyms().language() == Language::english)
      return !english_base(context.synonyms(), lower).base.empty();
    return !context.synonyms().synonyms(lower).empty();
  }
  return false;
}

/// Swaps n times two words of one run, each pair as likely.
template <class Context>
void swap_words(WordList& text, double share, RandomStream& random, const Context& context) {
  const std::size_t n = share_of_words(text, share);
  const std::vector<std::size_t> run = runs_of_words(text);
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < text.size(); ++i)
    for (std::size_t j = i + 1; j < text.size() && j < i + 64; ++j)
      if (run[i] == run[j] && !context.keeps(text, i) && !context.keeps(text, j)) pairs.emplace_back(i, j);
  for (std::size_t k = 0; k < n && !pairs.empty(); ++k) {
    const auto [i, j] = pairs[below(random, pairs.size())];
    if (begins_sentence(text, i)) move_capital(text, i, j, [&](const std::string& s) { return is_common(context, s); });
    std::swap(text.list[i].text, text.list[j].text);
  }
}

/// Takes each word away with a probability; one word at least stays, as it is drawn if all would go.
template <class Context>
void delete_words(WordList& text, double probability, RandomStream& random, const Context& context) {
  const std::size_t words = text.count();
  std::vector<std::size_t> gone;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (context.keeps(text, i)) continue;
    if (static_cast<double>(random.uniform()) < probability) gone.push_back(i);
  }
  if (words <= 1) return;
  if (gone.size() == words) gone.erase(gone.begin() + static_cast<std::ptrdiff_t>(below(random, gone.size())));
  for (auto it = gone.rbegin(); it != gone.rend(); ++it) {
    const std::size_t i = *it;
    const bool capital = begins_sentence(text, i) && capitals_of(text.list[i].text) == Capitals::first;
    erase_word(text, i);
    if (capital && text.is_word(i)) text.list[i].text = capitalized(text.list[i].text);
  }
}

}  // namespace impl::texts
}  // namespace CINCEL_ISA
}  // namespace cincel

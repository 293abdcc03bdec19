// What a text policy does, for people: a table of texts before and after, and how often it touched what it must not.
#pragma once

#include <cincel/augment/text/lexicon.hpp>
#include <cincel/augment/text/policy.hpp>

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

/// How safe the labels of texts are behind a policy: it compares texts before and after.
///
///     TextSafety safety;
///     safety.add("It is not good.", "It is not fine.");
///     std::cout << safety.report();
struct TextSafety {
  std::uint64_t texts = 0;    // that were compared
  std::uint64_t changed = 0;  // are not as they were
  std::uint64_t negations =
      0;  // texts whose negations (not, n't, never, nunca …) are more or fewer, or say no otherwise
  std::uint64_t pronouns = 0;  // texts whose pronouns are others
  std::uint64_t emptied = 0;   // had words, and have none
  std::uint64_t words_before = 0, words_after = 0;

  void add(std::string_view before, std::string_view after) {
    const WordList a = split_words(before), b = split_words(after);
    ++texts;
    if (before != after) ++changed;
    if (signs(a, negation) != signs(b, negation)) ++negations;
    if (signs(a, pronoun) != signs(b, pronoun)) ++pronouns;
    if (a.count() > 0 && b.count() == 0) ++emptied;
    words_before += a.count();
    words_after += b.count();
  }

  /// The counts, a line each.
  std::string report() const {
    const auto line = [&](std::uint64_t n, const char* what) {
      const double percent = texts == 0 ? 0 : 100.0 * static_cast<double>(n) / static_cast<double>(texts);
      const std::string digits = std::to_string(percent);
      return std::to_string(n) + " (" + digits.substr(0, digits.find('.') + 3) + " %) " + what + "\n";
    };
    return std::to_string(texts) + " texts, " + std::to_string(words_before) + " words before, " +
           std::to_string(words_after) + " after\n" + line(changed, "changed") +
           line(negations, "with a negation touched") + line(pronouns, "with a pronoun touched") +
           line(emptied, "left without words");
  }

 private:
  /// What a word says: don't, do not and cannot all say not. Empty for what says nothing of the kind.
  static std::string negation(const std::string& lower) {
    if (!is_negation(lower)) return "";
    return lower.ends_with("n't") || lower.ends_with("n’t") || lower == "cannot" ? "not" : lower;
  }
  /// He's is he.
  static std::string pronoun(const std::string& lower) {
    if (!is_pronoun(lower)) return "";
    return lower.substr(0, (std::min)(lower.find('\''), lower.find("’")));
  }
  template <class F>
  static std::vector<std::string> signs(const WordList& words, F of) {
    std::vector<std::string> found;
    for (std::size_t i = 0; i < words.size(); ++i)
      if (std::string s = of(words.lower(i)); !s.empty()) found.push_back(std::move(s));
    std::sort(found.begin(), found.end());
    return found;
  }
};

/// What becomes of texts in `epochs` epochs, as `fit` would draw them with this seed: how often a negation or a pronoun was
/// touched, or nothing was left. `given` is what the policy's steps read.
template <class Policy, class Texts, class... Given>
  requires requires(const Texts& texts) { std::string_view(*std::begin(texts)); }
TextSafety label_safety(const Texts& texts, std::uint64_t seed, std::uint32_t epochs, const Given&... given) {
  TextSafety safety;
  std::uint32_t sample = 0;
  for (const auto& text : texts) {
    for (std::uint32_t epoch = 0; epoch < epochs; ++epoch)
      safety.add(text, Policy::apply(Policy::draw(seed, epoch, sample), text, given...));
    ++sample;
  }
  return safety;
}

/// A table of texts, each before and after the policy in `epochs` epochs, as `fit` would draw them with this seed; then
/// the report of their safety. `given` is what the policy's steps read.
///
///     preview<TextAugment<RandomSwap<0.1>>>(std::cout, std::vector<std::string>{"The cat sat on the mat."}, 1, 2);
template <class Policy, class Texts, class... Given>
void preview(std::ostream& to, const Texts& texts, std::uint64_t seed, std::uint32_t epochs, const Given&... given) {
  TextSafety safety;
  std::uint32_t sample = 0;
  for (const auto& text : texts) {
    to << "   | " << text << '\n';
    for (std::uint32_t epoch = 0; epoch < epochs; ++epoch) {
      const std::string after = Policy::apply(Policy::draw(seed, epoch, sample), text, given...);
      safety.add(text, after);
      const std::string number = std::to_string(epoch);
      to << std::string(number.size() < 2 ? 2 - number.size() : 0, ' ') << number << (after == text ? " = " : " > ")
         << after << '\n';
    }
    ++sample;
  }
  to << safety.report();
}

}  // namespace CINCEL_ISA
}  // namespace cincel

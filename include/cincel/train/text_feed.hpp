// A feed of texts: each becomes the numbers that an Embedding reads, changed by a policy in another way in each step.
#pragma once

#include <cincel/augment/augment_error.hpp>

#include <cincel/augment/text/policy.hpp>
#include <cincel/augment/text/tokens.hpp>
#include <cincel/train/feed.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>

namespace cincel {
inline namespace CINCEL_ISA {

/// Texts and their targets, one a text, as the tokens of a vocabulary: see `text_feed`.
template <class Form, class Policy, class Target, class... Given>
class TextFeed {
  static_assert(sizeof(Policy) != 0);  // the policy's own sentence, before anything else is said

 public:
  TextFeed(std::span<const std::string> texts, std::span<const Target> targets, const Vocabulary<Form>& vocabulary,
           std::uint64_t seed, const Given&... given)
      : texts_(texts), targets_(targets), vocabulary_(&vocabulary), seed_(seed), given_(given...) {
    if (texts.size() != targets.size())
      throw std::invalid_argument("text_feed: there are " + std::to_string(texts.size()) + " texts and " +
                                  std::to_string(targets.size()) + " targets");
  }

  std::size_t size() const { return texts_.size(); }

  void fill(std::size_t sample, std::span<float> x, std::span<Target> y, RandomStream& random) const {
    constexpr auto length = static_cast<std::size_t>(Form::length);
    if (x.size() != length)
      throw std::invalid_argument("text_feed: a text has " + std::to_string(length) + " tokens, the network reads " +
                                  std::to_string(x.size()) + " numbers");
    const std::uint64_t high = random.bits(), low = random.bits();
    const TextDraw drawn = Policy::draw(RandomStream(seed_ ^ (high << 32 | low), Purpose::augment));
    const std::string text =
        std::apply([&](const auto&... g) { return Policy::apply(drawn, texts_[sample], g...); }, given_);
    vocabulary_->encode(text, std::span<float, length>(x.data(), length));
    if (!y.empty()) y[0] = targets_[sample];
  }

 private:
  std::span<const std::string> texts_;
  std::span<const Target> targets_;
  const Vocabulary<Form>* vocabulary_;
  std::uint64_t seed_;
  std::tuple<const Given&...> given_;
};

/// A feed of texts, each changed by the policy and then written as tokens; what is drawn depends on the seed, the step and
/// the sample's place in it, and on no thread. Texts, targets, the vocabulary, and what the policy's steps read
/// (`given`, as in `apply`) must stay where they are as long as the feed is used. A text that is no UTF-8, or a network
/// with another input than Form::length numbers, is a std::invalid_argument out of the call that reads it; as many
/// targets as texts are needed.
///
///     using Form = Tokens<24, 5000>;
///     Vocabulary<Form> vocabulary;
///     std::vector<std::string> texts{"a small dog", "a tall tree"};
///     std::vector<std::uint8_t> domains{0, 1};
///     auto feed = text_feed(texts, domains, vocabulary, TextAugment<RandomSwap<0.1>>{}, /*seed*/ 1);
template <class Form, class Targets, class Policy, class... Given>
auto text_feed(std::span<const std::string> texts, const Targets& targets, const Vocabulary<Form>& vocabulary,
               const Policy&, std::uint64_t seed, const Given&... given) {
  using Target = std::remove_cvref_t<decltype(*std::data(targets))>;
  return TextFeed<Form, Policy, Target, Given...>(texts, targets, vocabulary, seed, given...);
}
/// The same without augmentation: for validation, evaluation and prediction.
template <class Form, class Targets>
auto text_feed(std::span<const std::string> texts, const Targets& targets, const Vocabulary<Form>& vocabulary) {
  return text_feed(texts, targets, vocabulary, TextAugment<>{}, 0);
}

}  // namespace CINCEL_ISA
}  // namespace cincel

// TextAugment<...>: an augmentation policy for texts as a type.
#pragma once

#include <cincel/augment/augment_error.hpp>
#include <cincel/augment/text/policy_check.hpp>
#include <cincel/augment/text/steps.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace cincel {

/// What one text is changed by: plain numbers, which can be stored and replayed. The same numbers give the same bytes.
struct TextDraw {
  std::uint64_t key = 0;                                      // of the random numbers of all steps
  std::uint32_t chosen = 0;                                   // bit i: step i runs
  std::array<std::uint8_t, detail::most_text_steps> child{};  // of step i, if it is a TextOneOf
  friend constexpr bool operator==(const TextDraw&, const TextDraw&) = default;
};

inline namespace CINCEL_ISA {

/// A policy of augmentation for texts: steps (augment/text/steps.hpp, paraphrase.hpp) that run in the order in which they
/// are written, and options, checked by the compiler. It has no state; what a text is changed by is drawn from a counter.
///
///     using Policy = TextAugment<RandomSwap<0.1>, KeyboardNoise<0.2, 0.3, Keyboard::english, 0.5>, Protect<"cincel">>;
///     const TextDraw drawn = Policy::draw(/*seed*/ 1, /*epoch*/ 0, /*sample*/ 42);
///     const std::string changed = Policy::apply(drawn, "The quick brown fox jumps over the lazy dog.");
template <class... Step>
class TextAugment {
  using Fault = detail::TextPolicyFault<Step...>;
  static_assert(sizeof(detail::augment_error_of<Fault>) != 0);

 public:
  static constexpr std::size_t steps = sizeof...(Step);
  /// Whether negations and pronouns are protected.
  static constexpr bool protects_defaults = detail::protects_defaults_of<Step...>();

  /// What one text is changed by: a function of the key of the stream alone, whatever was read from it before.
  static constexpr TextDraw draw(const RandomStream& stream) {
    // A block behind those of pictures, so that one draw serves picture and text.
    const PhiloxBlock key = stream.block(first_block);
    TextDraw d{.key = std::uint64_t{key.w[0]} << 32 | key.w[1]};
    if constexpr (Fault::text.empty()) {
      std::uint32_t i = 0;
      (draw_step<Step>(d, stream, i++), ...);
    }
    return d;
  }
  /// The same for a seed, an epoch or step, and the number of a sample.
  static constexpr TextDraw draw(std::uint64_t seed, std::uint32_t step, std::uint32_t sample) {
    return draw(RandomStream(seed, Purpose::augment, 0, step, sample));
  }

  /// A text changed by drawn numbers. What the steps read follows in any order: a thesaurus, a table of phrases, a user's
  /// model, `ProtectedWords`. What a step needs and is not given is a sentence. Throws std::invalid_argument where the
  /// text is no UTF-8. A text without words comes back as it is.
  template <class... Given>
  static std::string apply(const TextDraw& drawn, std::string_view text, const Given&... given) {
    using ApplyFault = detail::TextApplyFault<detail::list_of_steps<Step...>, detail::list_of_steps<Given...>>;
    static_assert(sizeof(detail::augment_error_of<ApplyFault>) != 0);
    if constexpr (Fault::text.empty() && ApplyFault::text.empty()) {
      WordList words = split_words(text);
      constexpr auto kept = detail::protected_words_of<Step...>();
      const impl::texts::TextContext<Given...> context(protects_defaults, kept, given...);
      std::uint32_t i = 0;
      (run_step<Step>(drawn, words, i++, context), ...);
      return join_words(words);
    }
    return {};
  }

 private:
  static constexpr std::uint32_t first_block = 1u << 16;

  template <class S>
  static constexpr void draw_step(TextDraw& d, const RandomStream& stream, std::uint32_t i) {
    if constexpr (detail::TextStep<S>) {
      const PhiloxBlock b = stream.block(first_block + 1 + i);
      if (b.w[0] * 0x1p-32 < S::chance) d.chosen |= 1u << i;
      if constexpr (detail::TextChoice<S>) d.child[i] = S::choose(b.w[1] * 0x1p-32);
    }
  }
  template <class S, class Context>
  static void run_step(const TextDraw& d, WordList& words, std::uint32_t i, const Context& context) {
    if constexpr (detail::TextStep<S>) {
      if ((d.chosen >> i & 1u) == 0) return;
      RandomStream random(d.key, Purpose::augment, 1 + i);
      if constexpr (detail::TextChoice<S>)
        S::with_child(d.child[i], [&]<class Child>() { Child::run(words, random, context); });
      else
        S::run(words, random, context);
    }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

// Feeds: where samples come from. Whoever trains, evaluates or predicts asks a feed for one sample after another.
#pragma once

#include <cincel/core/isa.hpp>
#include <cincel/core/random.hpp>
#include <cincel/core/requirement.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {

/// One sample: its inputs, one after another, and its targets.
template <class Target>
struct SampleView {
  std::span<const float> x;
  std::span<const Target> y;
};

/// The step of training that a sample is asked for in.
struct FeedStep {
  std::span<const std::uint32_t> samples;  // the numbers of all its samples; the place of one is its index here
  std::uint64_t seed = 0;                  // the model's
  std::uint32_t number = 0;                // from 1

  /// The stream of random numbers of the sample in a place, from its beginning: what `fill` is given there.
  RandomStream random(std::size_t place) const {
    return {seed, Purpose::feed, 0, number, static_cast<std::uint32_t>(place)};
  }
};

namespace impl {

/// A feed whose samples lie in memory: nothing is copied.
template <class F, class Target>
concept ViewFeed = requires(const F& f, std::size_t sample) {
  { f.view(sample) } -> std::convertible_to<SampleView<Target>>;
};

/// A feed that makes samples, each in a place that it is given.
template <class F, class Target>
concept FillFeed = requires(const F& f, std::size_t sample, std::span<float> x, std::span<Target> y,
                            RandomStream& random) { f.fill(sample, x, y, random); };

/// Copies the targets of a sample that another feed views, if any are asked for. Throws std::invalid_argument if it has
/// another number of them.
template <class Target>
void copy_targets(std::span<const Target> from, std::span<Target> to, const char* who) {
  if (to.empty()) return;
  if (from.size() != to.size())
    throw std::invalid_argument(std::string(who) + ": a sample of the feed has " + std::to_string(from.size()) +
                                " targets, but " + std::to_string(to.size()) + " are asked for");
  std::copy_n(from.data(), to.size(), to.data());
}

/// A feed whose samples depend on the others of their step of training.
template <class F, class Target>
concept StepFeed = requires(const F& f, const FeedStep& step, std::size_t place, std::span<float> x,
                            std::span<Target> y) { f.fill_in_step(step, place, x, y); };

template <class F, class Target>
inline constexpr auto feed_requirements = requirements(
    Requirement(
        requires(const F& f) {
          { f.size() } -> std::convertible_to<std::size_t>;
        }, "std::size_t size() const"),
    Requirement(ViewFeed<F, Target> || FillFeed<F, Target>,
                "void fill(std::size_t sample, std::span<float> x, std::span<Target> y, RandomStream&) const or "
                "SampleView<Target> view(std::size_t sample) const"));

}  // namespace impl

/// What `fit`, `evaluate`, `predict` and the public steps take: a feed has `size()` samples and makes each of them when
/// it is asked to, once a step, with targets of the loss's type `Target`.
///
///     struct Images {
///       std::size_t size() const;
///       void fill(std::size_t sample, std::span<float> x, std::span<std::uint8_t> y, RandomStream& random) const;
///     };
///     static_assert(Feed<Images, std::uint8_t>);
///
/// `fill` writes all of x, the network's inputs one after another, and all of y, which is empty where nobody asks for
/// targets (`predict`). Several threads call it at once, each for another sample and place. `random` is a stream of this
/// step and of the sample's place in it, whichever thread asks; `evaluate`, `predict` and the validation of `fit` have
/// one of the sample's number alone, so that each sample is the same in every epoch. A fill depends on nothing else, or
/// the bits of training depend on the threads. What it throws comes out of the call.
///
/// A feed whose samples lie in memory has `SampleView<Target> view(std::size_t sample) const` instead: they are read
/// where they lie, and must stay there until the call ends. A feed that has both is viewed.
///
/// A feed that fills may have `void fill_in_step(const FeedStep& step, std::size_t place, std::span<float> x,
/// std::span<Target> y) const` too: steps of training call that in its place, and `fill` is left for what is no training.
/// `mixed` has it.
template <class F, class Target>
concept Feed = all_met(impl::feed_requirements<F, Target>);

/// Samples that lie one after another in memory, and their targets: a view, which costs nothing.
template <class Target>
class SpanFeed {
 public:
  /// Throws std::invalid_argument if x or y cannot be cut into `samples` pieces of one size.
  SpanFeed(std::span<const float> x, std::span<const Target> y, std::size_t samples)
      : x_(x), y_(y), samples_(samples), inputs_(piece(x.size(), "x")), targets_(piece(y.size(), "y")) {}
  /// Of samples with one target each.
  SpanFeed(std::span<const float> x, std::span<const Target> y) : SpanFeed(x, y, y.size()) {}

  std::size_t size() const { return samples_; }
  SampleView<Target> view(std::size_t sample) const {
    return {{x_.data() + sample * inputs_, inputs_}, {y_.data() + sample * targets_, targets_}};
  }

 private:
  std::size_t piece(std::size_t n, const char* name) const {
    if (samples_ == 0 ? n == 0 : n % samples_ == 0) return samples_ == 0 ? 0 : n / samples_;
    throw std::invalid_argument("SpanFeed: " + std::string(name) + " has " + std::to_string(n) +
                                " numbers, which cannot be cut into " + std::to_string(samples_) + " samples");
  }

  std::span<const float> x_;
  std::span<const Target> y_;
  std::size_t samples_, inputs_, targets_;
};
template <class X, class Y>
SpanFeed(const X&, const Y&) -> SpanFeed<std::remove_cvref_t<decltype(*std::data(std::declval<const Y&>()))>>;
template <class X, class Y>
SpanFeed(const X&, const Y&, std::size_t)
    -> SpanFeed<std::remove_cvref_t<decltype(*std::data(std::declval<const Y&>()))>>;

/// Samples that a function makes, f(sample, x, y, random) or f(sample, x, y): see `feed_of`.
template <class F>
class FunctionFeed {
 public:
  FunctionFeed(std::size_t samples, F f) : samples_(samples), f_(std::move(f)) {}

  std::size_t size() const { return samples_; }
  template <class Target>
    requires std::invocable<const F&, std::size_t, std::span<float>, std::span<Target>, RandomStream&> ||
             std::invocable<const F&, std::size_t, std::span<float>, std::span<Target>>
  void fill(std::size_t sample, std::span<float> x, std::span<Target> y, RandomStream& random) const {
    if constexpr (std::invocable<const F&, std::size_t, std::span<float>, std::span<Target>, RandomStream&>)
      f_(sample, x, y, random);
    else
      f_(sample, x, y);
  }

 private:
  std::size_t samples_;
  F f_;
};

/// A feed of `samples` samples that a function makes, as `Feed` says of `fill`; the stream of random numbers may be left
/// out.
///
///     auto noise = feed_of(512, [](std::size_t, auto x, auto, RandomStream& r) { for (float& v : x) v = r.uniform(); });
template <class F>
FunctionFeed<F> feed_of(std::size_t samples, F f) {
  return {samples, std::move(f)};
}

}  // namespace CINCEL_ISA
}  // namespace cincel

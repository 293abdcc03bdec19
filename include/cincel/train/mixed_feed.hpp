// A feed whose pictures are mixed in pairs, with soft labels: MixUp and CutMix in steps of training, and in them alone.
#pragma once

#include <cincel/augment/augment_error.hpp>

#include <cincel/augment/image.hpp>
#include <cincel/augment/sequence/mix.hpp>
#include <cincel/core/isa.hpp>
#include <cincel/core/random.hpp>
#include <cincel/core/text.hpp>
#include <cincel/train/feed.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

template <class F, class Target, class... Others>
consteval auto first_target_of() {
  if constexpr (Feed<F, Target>)
    return std::type_identity<Target>{};
  else if constexpr (sizeof...(Others) == 0)
    return std::type_identity<void>{};
  else
    return first_target_of<F, Others...>();
}
/// What a feed has as targets: floats, or else labels of an integer type; void if it is no feed of these.
template <class F>
using TargetOfFeed =
    typename decltype(first_target_of<F, float, std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t, std::int8_t,
                                      std::int16_t, std::int32_t, std::int64_t>())::type;

/// Why the samples of F cannot be mixed.
template <class F>
struct NotMixable {
  static constexpr Text text = [] {
    Text t;
    if constexpr (requires { F::has_soft_labels; })
      t << "mixed: this feed is mixed already; choose MixUp or CutMix";
    else if constexpr (std::is_void_v<TargetOfFeed<F>>)
      t << "mixed: " << type_name<F>()
        << " is no feed whose targets are integer labels or floats; give a SpanFeed(x, y) or another feed";
    return t;
  }();
};

}  // namespace impl

/// The samples of another feed, pictures of shape I, in steps of training each mixed with another one: see `mixed`.
template <class I, class Mix, class F>
class MixedFeed {
  static_assert(sizeof(Mix) != 0);  // the mix's own sentence, before anything else is said
  static_assert(detail::augment_error_of<impl::NotMixable<F>>::ok);
  // Targets of the feed; where it is none, one sentence is enough.
  using Own = std::conditional_t<std::is_void_v<impl::TargetOfFeed<F>>, float, impl::TargetOfFeed<F>>;

 public:
  static constexpr bool has_soft_labels = true;

  MixedFeed(F feed, std::uint64_t seed) : feed_(std::move(feed)), seed_(seed) {}

  std::size_t size() const { return static_cast<std::size_t>(feed_.size()); }

  /// Outside of training: the sample as the feed has it, its label one-hot.
  void fill(std::size_t sample, std::span<float> x, std::span<float> y, RandomStream& random) const {
    check(x.size(), "of the network");
    Label label{};
    const auto own = read(sample, x, room_of(label, y), y.size(), random);
    if (own.x.data() != x.data()) std::copy_n(own.x.data(), I::size, x.data());
    if (y.empty()) return;
    if constexpr (std::same_as<Own, float>) {
      if (own.y.data() != y.data()) std::copy_n(own.y.data(), y.size(), y.data());
    } else {
      spread(own.y[0], own.y[0], 1, y);
    }
  }
  /// The sample in this place of a step of training, mixed with its partner.
  void fill_in_step(const FeedStep& step, std::size_t place, std::span<float> x, std::span<float> y) const {
    RandomStream random = step.random(place);
    if (step.samples.size() < 2) return fill(step.samples[place], x, y, random);
    check(x.size(), "of the network");
    const std::size_t other = partner(step, place);
    RandomStream random_of_other = step.random(other);
    const std::span<float> room = room_for_partner(y.size());
    Label label{}, label_of_other{};
    const auto a = read(step.samples[place], x, room_of(label, y), y.size(), random);
    const auto b = read(step.samples[other], room.first(fills ? I::size : 0),
                        room_of(label_of_other, fills ? room.last(y.size()) : y), y.size(), random_of_other);
    const MixDraw drawn = Mix::draw(seed_, step.number, static_cast<std::uint32_t>(place));
    Mix::template apply<I>(drawn, std::span<const float, I::size>(a.x), std::span<const float, I::size>(b.x),
                           std::span<float, I::size>(x));
    if (y.empty()) return;
    if constexpr (std::same_as<Own, float>)
      Mix::template apply_labels<I>(drawn, a.y, b.y, y);
    else
      spread(a.y[0], b.y[0], Mix::template label_share<I>(drawn), y);
  }
  /// The place of the sample that the one in `place` is mixed with: one of the others of the step, each as likely. A step
  /// must have two samples.
  std::size_t partner(const FeedStep& step, std::size_t place) const {
    const auto n = static_cast<std::uint32_t>(step.samples.size()), at = static_cast<std::uint32_t>(place);
    RandomStream random(seed_, Purpose::augment, impl::partner_stream, step.number, at);
    return (place + 1 + random.below(n - 1)) % n;
  }

 private:
  static constexpr bool fills = !impl::ViewFeed<F, Own>;
  using Label = std::array<Own, 1>;

  static void check(std::size_t n, const char* whose) {
    if (n != I::size)
      throw std::invalid_argument("mixed: a picture has " + std::to_string(I::size) + " numbers, a sample " + whose +
                                  ' ' + std::to_string(n));
  }
  /// Where the feed writes targets: floats into their place, a label beside it.
  static std::span<Own> room_of(Label& label, std::span<float> y) {
    if constexpr (std::same_as<Own, float>)
      return y;
    else
      return std::span<Own>(label).first(y.empty() ? 0 : 1);
  }
  /// Where a feed that fills makes the partner and its targets: of each thread, so that nothing is allocated when a thread
  /// has mixed its first sample.
  static std::span<float> room_for_partner(std::size_t targets) {
    if constexpr (fills) {
      thread_local std::vector<float> room;
      if (room.size() < I::size + targets) room.resize(I::size + targets);
      return std::span<float>(room).first(I::size + targets);
    } else {
      return {};
    }
  }
  /// A sample of the feed: where it lies, or filled into these places.
  SampleView<Own> read(std::size_t sample, std::span<float> x, std::span<Own> y, std::size_t targets,
                       RandomStream& random) const {
    if constexpr (fills) {
      feed_.fill(sample, x, y, random);
      return {x, y};
    } else {
      const SampleView<Own> v = feed_.view(sample);
      check(v.x.size(), "of the feed");
      const std::size_t wanted = std::same_as<Own, float> ? targets : 1;
      if (targets > 0 && v.y.size() != wanted)
        throw std::invalid_argument("mixed: sample " + std::to_string(sample) + " of the feed has " +
                                    std::to_string(v.y.size()) + " targets, but " + std::to_string(wanted) +
                                    (std::same_as<Own, float> ? " are needed" : " label is needed"));
      return v;
    }
  }
  /// Writes a share of the first label and the rest of the second as targets of the classes; one target is the
  /// probability of the second of two classes.
  static void spread(Own first, Own second, float share, std::span<float> y) {
    const std::size_t classes = y.size() == 1 ? 2 : y.size();
    for (const Own label : {first, second})
      if (std::cmp_less(label, 0) || std::cmp_greater_equal(label, classes))
        throw std::invalid_argument("mixed: label " + std::to_string(label) + " is not from 0 to " +
                                    std::to_string(classes - 1));
    const auto add = [&](Own label, float part) {
      if (y.size() == 1)
        y[0] += part * static_cast<float>(label);
      else
        y[static_cast<std::size_t>(label)] += part;
    };
    std::fill(y.begin(), y.end(), 0.0f);
    add(first, first == second ? 1 : share);
    if (first != second) add(second, 1 - share);
  }

  F feed_;
  std::uint64_t seed_;
};

/// A feed of the samples of `feed`, pictures of shape I, that in training are mixed in pairs, with soft labels, by
/// `MixUp<alpha>` or `CutMix<alpha>`. Targets are floats of as many classes as the network has outputs, for
/// CategoricalCrossentropy: integer labels of the feed become one-hot, floats (one-hot or soft) stay; of a network with
/// one output 0 and 1 stay what they are (BinaryCrossentropy). A feed that takes both is asked for floats.
///
/// The sample in place i of a step is mixed with one of the others of that step, each as likely; a step of one sample
/// stays unmixed. What is drawn depends on the seed, the step and the place, and on no thread: `Mix::draw(seed, step,
/// place)`, steps counted from 1. (torchvision: one share for a batch, whose partners are the batch rolled by one. Keras:
/// a share for each sample, partners by a permutation of the batch.) A feed that fills, such as `augmented`, is asked
/// twice for each sample, and the partner is as it is in its own place. `evaluate`, `predict` and validation samples are
/// not mixed, and a validation split is never a partner of what is trained on.
/// Throws std::invalid_argument where a sample has another size than a picture, and for a label that is no class.
///
///     Model<Net, Adam, CategoricalCrossentropy> model;
///     model.fit(mixed<Image<28, 28, 1>>(SpanFeed(images, labels), MixUp<0.2>{}, 1), {.epochs = 5});
template <class I, class F, class Mix>
MixedFeed<I, Mix, F> mixed(F feed, const Mix&, std::uint64_t seed) {
  return {std::move(feed), seed};
}

}  // namespace CINCEL_ISA
}  // namespace cincel

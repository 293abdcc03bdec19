// A feed whose pictures are augmented: another one in each step, made where they are needed.
#pragma once

#include <cincel/augment/augment_error.hpp>

#include <cincel/augment/policy.hpp>
#include <cincel/core/text.hpp>
#include <cincel/train/feed.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

namespace impl {

/// Why the samples of F cannot be augmented.
template <class F>
struct NotAugmentable {
  static constexpr Text text = [] {
    Text t;
    if constexpr (requires { F::has_soft_labels; })
      t << "augmented: this feed is mixed already; mix last, as mixed<...>(augmented<...>(feed, policy, 1), MixUp<>{}, "
           "1)";
    return t;
  }();
};

}  // namespace impl

/// The samples of another feed, each a picture of shape I, transformed by a policy, an `Augment` or a `Sequence`: see
/// `augmented`.
template <class I, class Policy, class F, class... Statistics>
class AugmentedFeed {
  static_assert(sizeof(Policy) != 0);  // the policy's own sentence, before anything else is said
  static_assert(detail::augment_error_of<impl::NotAugmentable<F>>::ok);

 public:
  AugmentedFeed(F feed, std::uint64_t seed, const Statistics&... statistics)
      : feed_(std::move(feed)), seed_(seed), statistics_(statistics...) {}

  std::size_t size() const { return static_cast<std::size_t>(feed_.size()); }

  template <class Target>
    requires impl::ViewFeed<F, Target> || impl::FillFeed<F, Target>
  void fill(std::size_t sample, std::span<float> x, std::span<Target> y, RandomStream& random) const {
    check(x.size(), output_size, "of the network");
    const std::uint64_t high = random.bits(), low = random.bits();
    const auto drawn = Policy::draw(RandomStream(seed_ ^ (high << 32 | low), Purpose::augment));
    if constexpr (impl::ViewFeed<F, Target>) {
      const SampleView<Target> view = feed_.view(sample);
      check(view.x.size(), I::size, "of the feed");
      impl::copy_targets(view.y, y, "augmented");
      transform(drawn, view.x.data(), x.data());
    } else {
      std::vector<float> picture(I::size);
      feed_.fill(sample, std::span<float>(picture), y, random);
      transform(drawn, picture.data(), x.data());
    }
  }

 private:
  static constexpr auto output_size = static_cast<std::size_t>(Policy::template output_shape<I>.volume());
  static void check(std::size_t n, std::size_t expected, const char* whose) {
    if (n != expected)
      throw std::invalid_argument("augmented: a picture has " + std::to_string(expected) + " numbers, a sample " +
                                  whose + ' ' + std::to_string(n));
  }
  template <class Draw>
  void transform(const Draw& drawn, const float* from, float* to) const {
    const std::span<const float, I::size> input(from, I::size);
    const std::span<float, output_size> output(to, output_size);
    std::apply([&](const auto&... s) { Policy::template apply<I>(drawn, input, output, s...); }, statistics_);
  }

  F feed_;
  std::uint64_t seed_;
  std::tuple<Statistics...> statistics_;
};

/// A feed of the samples of `feed`, pictures of shape I, each transformed by the policy: what is drawn depends on the
/// seed, the step, and the sample's place in it, and on no thread. A feed that views samples is read where they lie;
/// one that fills is given a place of its own. `evaluate` and `predict` of it draw once for each sample: evaluate the
/// feed without augmentation instead, and do not split off validation samples from an augmented feed.
/// A featurewise normalisation takes its statistics as last argument. Throws std::invalid_argument where a sample has
/// another size than a picture.
///
///     using Policy = Augment<Rotation<10_deg>, WidthShift<0.1>, HeightShift<0.1>>;
///     Model<Net> model(Adam{});
///     model.fit(augmented<Image<28, 28, 1>>(SpanFeed(images, labels), Policy{}, 1), {.epochs = 5});
template <class I, class F, class Policy, class... Statistics>
AugmentedFeed<I, Policy, F, Statistics...> augmented(F feed, const Policy&, std::uint64_t seed,
                                                     const Statistics&... statistics) {
  return {std::move(feed), seed, statistics...};
}

}  // namespace CINCEL_ISA
}  // namespace cincel

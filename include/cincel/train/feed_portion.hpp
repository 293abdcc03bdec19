// Samples taken from a feed: those of a step of training, or those of an evaluation or a prediction.
#pragma once

#include <cincel/model/layout.hpp>
#include <cincel/run/aligned_vector.hpp>
#include <cincel/run/arena_check.hpp>
#include <cincel/train/feed.hpp>
#include <cincel/train/output_losses.hpp>

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// Numbers of a sample of `Net`, and targets that `Loss` has for it.
template <class Net>
inline constexpr auto inputs_of_sample = static_cast<std::size_t>(InputLayout<Net>::total);
template <class Net, class Loss>
inline constexpr auto targets_of_sample = static_cast<std::size_t>(targets_of<Loss>(OutputLayout<Net>::shapes));

/// Memory that feeds fill: places for the inputs and the targets of a sample, each on cache lines of its own.
template <class Net, class Loss>
class FeedPlaces {
  using Target = typename Loss::target_type;

  /// Numbers of type T from one place to the next.
  template <class T>
  static constexpr std::size_t stride(std::size_t n) {
    constexpr std::size_t line = (std::max)(std::size_t{1}, storage_alignment / sizeof(T));
    return (n + line - 1) / line * line;
  }
  static constexpr std::int64_t x_stride = stride<float>(inputs_of_sample<Net>),
                                y_stride = stride<Target>(targets_of_sample<Net, Loss>);

 public:
  /// Makes places.
  void make_room(int places) {
    x_.grow(places * x_stride);
    y_.grow(places * y_stride);
  }
  std::span<float> x(int place) { return {x_.data() + place * x_stride, inputs_of_sample<Net>}; }
  std::span<Target> y(int place) { return {y_.data() + place * y_stride, targets_of_sample<Net, Loss>}; }

 private:
  AlignedVector<float> x_;
  AlignedVector<Target> y_;
};

/// Samples of a feed, in an order; `F` is a `Feed`.
template <class Net, class Loss, class F>
class FeedPortion {
 public:
  using Target = typename Loss::target_type;
  /// Whether all was checked before: spans are, when they come.
  static constexpr bool is_checked = std::same_as<F, SpanFeed<Target>>;
  /// How errors call it.
  static constexpr const char* name = is_checked ? "x" : "the feed";

  /// Those of step `step` (from 1): the samples of these numbers, in this order.
  FeedPortion(const F& feed, FeedPlaces<Net, Loss>& places, std::uint64_t seed, std::uint32_t step,
              std::span<const std::uint32_t> order)
      : feed_(feed),
        places_(places),
        seed_(seed),
        step_(step),
        order_(order.data()),
        size_(static_cast<std::int64_t>(order.size())) {}
  /// Those from `first` on that stand before `end`, as they are outside of training.
  FeedPortion(const F& feed, FeedPlaces<Net, Loss>& places, std::uint64_t seed, std::int64_t first, std::int64_t end)
      : feed_(feed), places_(places), seed_(seed), first_(first), size_(end - first) {}

  /// Makes the places that `take` is given, if the feed fills any.
  void make_room(int places) const {
    if constexpr (!ViewFeed<F, Target>) places_.make_room(places);
  }

  std::int64_t size() const { return size_; }
  /// The number of the i-th sample.
  std::int64_t sample(std::int64_t i) const { return order_ == nullptr ? first_ + i : order_[i]; }

  /// The i-th sample: where the feed has it, or filled into this place. Throws std::invalid_argument if its targets are
  /// none.
  SampleView<Target> take(std::int64_t i, int place) const {
    const SampleView<Target> v = take_unchecked(i, place, true);
    if constexpr (!is_checked) check(v, i);
    return v;
  }
  /// Its inputs alone.
  const float* take_inputs(std::int64_t i, int place) const {
    const SampleView<Target> v = take_unchecked(i, place, false);
    check_inputs(v, i);
    return v.x.data();
  }
  /// Throws std::invalid_argument if one of the samples has other sizes than the network, or a target that is none.
  void check_all() const
    requires is_checked
  {
    for (std::int64_t i = 0; i < size_; ++i) check(feed_.view(static_cast<std::size_t>(sample(i))), i);
  }

 private:
  SampleView<Target> take_unchecked(std::int64_t i, int place, bool with_targets) const {
    const auto number = static_cast<std::size_t>(sample(i));
    if constexpr (ViewFeed<F, Target>) {
      return feed_.view(number);
    } else {
      const std::span<float> x = places_.x(place);
      const std::span<Target> y = places_.y(place).first(with_targets ? targets_of_sample<Net, Loss> : 0);
      if constexpr (check_arena) {  // so that what a feed does not write is found
        using Number = std::numeric_limits<Target>;
        std::fill(x.begin(), x.end(), std::numeric_limits<float>::quiet_NaN());
        std::fill(y.begin(), y.end(), Number::has_quiet_NaN ? Number::quiet_NaN() : (Number::max)());
      }
      if constexpr (StepFeed<F, Target>)
        if (order_ != nullptr) {
          const FeedStep step{{order_, static_cast<std::size_t>(size_)}, seed_, step_};
          feed_.fill_in_step(step, static_cast<std::size_t>(i), x, y);
          return {x, y};
        }
      // Steps count from 1: step 0 is what is no training.
      RandomStream random(seed_, Purpose::feed, 0, step_,
                          static_cast<std::uint32_t>(order_ == nullptr ? sample(i) : i));
      feed_.fill(number, x, y, random);
      return {x, y};
    }
  }

  void check(const SampleView<Target>& v, std::int64_t i) const {
    check_inputs(v, i);
    if (v.y.size() != targets_of_sample<Net, Loss>)
      fail(i, "targets", v.y.size(), "loss takes", targets_of_sample<Net, Loss>);
    check_targets<Loss>(v.y.data(), OutputLayout<Net>::shapes, static_cast<std::size_t>(sample(i)));
  }
  void check_inputs(const SampleView<Target>& v, std::int64_t i) const {
    if (v.x.size() != inputs_of_sample<Net>) fail(i, "inputs", v.x.size(), "network reads", inputs_of_sample<Net>);
  }
  [[noreturn]] void fail(std::int64_t i, const char* what, std::size_t has, const char* who, std::size_t wanted) const {
    throw std::invalid_argument("sample " + std::to_string(sample(i)) + " of the feed has " + std::to_string(has) +
                                ' ' + what + ", but the " + who + ' ' + std::to_string(wanted));
  }

  const F& feed_;
  FeedPlaces<Net, Loss>& places_;
  std::uint64_t seed_;
  std::uint32_t step_ = 0;
  const std::uint32_t* order_ = nullptr;
  std::int64_t first_ = 0, size_;
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

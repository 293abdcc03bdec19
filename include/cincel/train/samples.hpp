// What `fit`, `evaluate` and `predict` take: samples are floats one after another; labels may be of any integer type; or
// a feed. What is none of these is a sentence of the compiler.
#pragma once

#include <cincel/model/usage.hpp>
#include <cincel/train/feed.hpp>

#include <concepts>
#include <cstdint>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// What was given as x, where floats are needed.
template <class Net, class X>
struct NoSamples {
  static constexpr Text text = [] {
    Text t;
    if (!is_wired<Net>) return t;
    spell_range<X>(t << "x is ");
    spell_sample<Net>(t << ", but samples are ");
    return t << " each, one after another; convert them to a vector<float>";
  }();
};

/// What was given as y, where targets of type `Target` are needed.
template <class Net, class Target, class Y>
struct NoTargets {
  static constexpr Text text = [] {
    Text t;
    if (!is_wired<Net>) return t;
    spell_range<Y>(t << "y is ");
    if (std::integral<Target>)
      return t << ", but labels are integers, one after another, from 0 to "
               << OutputLayout<Net>::shapes[0].channels() - 1;
    return t << ", but the targets of this loss are floats or integers, one after another; convert them";
  }();
};

/// What was given as a feed, alone, where its targets are of type `Target`.
template <class Net, class Target, class F>
struct NoFeed {
  static constexpr Text text = [] {
    Text t;
    if (!is_wired<Net> || Feed<F, Target>) return t;
    if (!std::is_void_v<Element<F>>) {
      spell_range<F>(t);
      return t << " is no feed; give x and y, or one feed for both";
    }
    if constexpr (requires { F::has_soft_labels; })
      return t << "a mixed feed makes soft labels, of floats, but this loss takes " << type_name<Target>()
               << "; use CategoricalCrossentropy, as Model<Net, Adam, CategoricalCrossentropy> does";
    spell_lacks(t << type_name<F>() << " is no feed: it", feed_requirements<F, Target>);
    if (!feed_requirements<F, Target>[1].met) t << ", Target being " << type_name<Target>();
    return t;
  }();
};

/// Samples of network `Net`: a view of floats, one sample after another.
template <class Net>
class Samples : public std::span<const float> {
 public:
  using std::span<const float>::span;
  constexpr Samples(std::span<const float> x) : std::span<const float>(x) {}  // NOLINT: a span of floats is samples
  template <class X>
    requires std::convertible_to<const X&, std::span<const float>>
  constexpr Samples(const X& x) : std::span<const float>(x) {}  // NOLINT
  template <class X>
    requires(!std::convertible_to<const X&, std::span<const float>>)
  constexpr Samples(const X&) {  // NOLINT: refused by a sentence
    static_assert(detail::usage_error_of<NoSamples<Net, X>>::ok);
  }
};

/// Targets of network `Net` as its loss takes them: a view, or, of integers of another type, a copy. Of an integer that
/// the loss's type does not hold the view throws std::invalid_argument: within the call that takes the targets.
template <class Net, class Target>
class Targets {
 public:
  Targets() = default;
  Targets(std::span<const Target> y) : view_(y) {}  // NOLINT: a span of targets is targets
  template <class Y>
    requires std::convertible_to<const Y&, std::span<const Target>>
  Targets(const Y& y) : view_(y) {}  // NOLINT
  template <class Y>
    requires(!std::convertible_to<const Y&, std::span<const Target>>)
  Targets(const Y& y) {  // NOLINT: integers of another type; others are refused by a sentence
    if constexpr (requires {
                    { *std::data(y) } -> std::convertible_to<Target>;
                    std::size(y);
                  } && std::integral<Element<Y>>) {
      take(std::data(y), std::size(y));
    } else {
      static_assert(detail::usage_error_of<NoTargets<Net, Target, Y>>::ok);
    }
  }
  Targets(const Targets&) = delete;  // the view may be of its own copy
  Targets& operator=(const Targets&) = delete;

  operator std::span<const Target>() const {  // NOLINT: it is one
    if (!fault_.empty()) throw std::invalid_argument(fault_);
    return view_;
  }

 private:
  template <class Integer>
  void take(const Integer* y, std::size_t n) {
    copy_.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      if constexpr (std::integral<Target> && !std::same_as<Integer, bool>)
        if (!std::in_range<Target>(y[i])) {
          fault_ = spell_fault(std::to_string(y[i]), i);
          return;
        }
      copy_[i] = static_cast<Target>(y[i]);
    }
    view_ = copy_;
  }
  static std::string spell_fault(const std::string& label, std::size_t i) {
    const std::int64_t classes = OutputLayout<Net>::shapes[0].channels();
    return "label " + label + ", number " + std::to_string(i) + " of y, is not from 0 to " +
           std::to_string(classes - 1);
  }

  std::span<const Target> view_;
  std::vector<Target> copy_;
  std::string fault_;
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

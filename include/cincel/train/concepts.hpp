// What a loss and an optimiser are, and what a type lacks that is none. (`Layer` is in graph/layer_check.hpp, `Feed` in
// feed.hpp.)
#pragma once

#include <cincel/core/requirement.hpp>
#include <cincel/train/loss_fit.hpp>

#include <concepts>
#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

template <class O>
inline constexpr auto optimizer_requirements = requirements(
    Requirement(
        requires { std::integral_constant<int, O::slot_count>{}; }, "static constexpr int slot_count"),
    Requirement(
        requires(const O& o) { o.check(); }, "void check() const"),
    Requirement(
        requires(const O& o, float* w, const float* g, float* const* slot, std::int64_t n) {
          o.update(w, g, slot, n, n);
        }, "template <class T> void update(T* w, const T* g, T* const* slot, std::int64_t n, std::int64_t t) const"));

template <class L>
struct TargetOfLoss {
  using type = float;
};
template <class L>
  requires requires { typename L::target_type; }
struct TargetOfLoss<L> {
  using type = typename L::target_type;
};
template <class L>
using TargetOf = typename TargetOfLoss<L>::type;

/// Whether a loss is put together of others.
template <class L>
inline constexpr bool has_parts = requires(const L& l) { l.template part<0>(); };

/// Of a loss of one output; one that is put together of others is asked for no more than its targets.
template <class L, class Target = TargetOf<L>>
inline constexpr auto loss_requirements = requirements(
    Requirement(
        requires { typename L::target_type; }, "using target_type"),
    Requirement(
        has_parts<L> ||
            requires(const Shape& s) {
              { L::target_size(s) } -> std::convertible_to<std::int64_t>;
            },
        "static constexpr std::int64_t target_size(const Shape&)"),
    Requirement(
        has_parts<L> || requires(const Target* t, const Shape& s) { L::check(t, s, std::size_t{}); },
        "static void check(const target_type*, const Shape&, std::size_t sample)"),
    Requirement(
        has_parts<L> ||
            requires(const L& l, const float* z, const Target* t, const Shape& s, float* dz) {
              { l(z, t, s, dz, 1.0f) } -> std::convertible_to<SampleLoss>;
            },
        "template <class T> SampleLoss operator()(const T* z, const target_type*, const Shape&, T* dz, T scale) const"),
    Requirement(
        has_parts<L> || !(applies_softmax<L> || takes_probabilities<L>) || requires(const L& l) {
          { l.from_logits } -> std::convertible_to<bool>;
        }, "bool from_logits, which a loss that applies_softmax or takes_probabilities has"));

/// "Mine is no loss: it lacks …", if it does and nothing was said before.
template <class L>
constexpr void spell_no_loss(Text& t) {
  if (t.empty() && !all_met(loss_requirements<L>))
    spell_lacks(t << loss_name<L>() << " is no loss: it", loss_requirements<L>);
}

/// Why `L`, or one of those that it is put together of, is no loss; empty if all are.
template <class L>
inline constexpr Text loss_fault = [] {
  Text t;
  spell_no_loss<L>(t);
  if constexpr (has_parts<L>)
    [&]<std::size_t... O>(std::index_sequence<O...>) {
      (spell_no_loss<PartOf<L, O>>(t), ...);
    }(std::make_index_sequence<parts_of<L>(1)>{});
  return t;
}();

}  // namespace impl

/// What trains parameters: it has `slot_count` numbers of its own for each, checks its hyperparameters, and makes the
/// update number t (from 1) of n numbers w by their gradient g.
template <class O>
concept Optimizer = all_met(impl::optimizer_requirements<O>);

/// What training makes small: `target_size` targets for an output of a shape, whose `check` throws if they are none, and
/// the loss of a sample with its gradient; or a loss of each output, as `OutputLosses` has.
template <class L>
concept Loss = impl::loss_fault<L>.empty();

}  // namespace CINCEL_ISA
}  // namespace cincel

// Whether what a `Model` is made of is an optimiser and a loss: what they lack is a sentence of the compiler. Where
// something is wrong, stand-ins take their places, so that one mistake stays one error.
#pragma once

#include <cincel/train/loss_fit.hpp>
#include <cincel/train/optimizers.hpp>

#include <concepts>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// "lacks `a` and `b`", member by member.
class Lacks {
 public:
  constexpr explicit Lacks(Text& t) : t_(t) {}
  constexpr void operator()(bool has, const char* member) {
    if (!has) t_ << (n_++ == 0 ? " lacks " : " and ") << member;
  }
  constexpr bool any() const { return n_ > 0; }

 private:
  Text& t_;
  int n_ = 0;
};

template <class O>
constexpr void spell_optimizer_lacks(Lacks& lacks) {
  lacks(requires { std::integral_constant<int, O::slot_count>{}; }, "static constexpr int slot_count");
  lacks(requires(const O& o) { o.check(); }, "void check() const");
  lacks(
      requires(const O& o, float* w, const float* g, float* const* slot, std::int64_t n) {
        o.update(w, g, slot, n, n);
      }, "template <class T> void update(T* w, const T* g, T* const* slot, std::int64_t n, std::int64_t t) const");
}

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

/// A loss of one output; one that is put together of others is asked for no more than its targets.
template <class L, class Target = TargetOf<L>>
constexpr void spell_loss_lacks(Lacks& lacks) {
  lacks(requires { typename L::target_type; }, "using target_type");
  if constexpr (!has_parts<L>) {
    lacks(
        requires(const Shape& s) {
          { L::target_size(s) } -> std::convertible_to<std::int64_t>;
        }, "static constexpr std::int64_t target_size(const Shape&)");
    lacks(
        requires(const Target* t, const Shape& s) { L::check(t, s, std::size_t{}); },
        "static void check(const target_type*, const Shape&, std::size_t sample)");
    lacks(
        requires(const L& l, const float* z, const Target* t, const Shape& s, float* dz) {
          { l(z, t, s, dz, 1.0f) } -> std::convertible_to<SampleLoss>;
        },
        "template <class T> SampleLoss operator()(const T* z, const target_type*, const Shape&, T* dz, T scale) const");
    if constexpr (applies_softmax<L> || takes_probabilities<L>)
      lacks(
          requires(const L& l) {
            { l.from_logits } -> std::convertible_to<bool>;
          }, "bool from_logits, which a loss that applies_softmax or takes_probabilities has");
  }
}

/// "Mine is no loss: it lacks …", if it does.
template <class L>
constexpr void spell_no_loss(Text& t) {
  Text all;
  Lacks lacks(all);
  spell_loss_lacks<L>(lacks);
  if (t.empty() && lacks.any()) t << loss_name<L>() << " is no loss: it" << all;
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

template <class O>
inline constexpr bool is_optimizer = [] {
  Text t;
  Lacks lacks(t);
  spell_optimizer_lacks<O>(lacks);
  return !lacks.any();
}();
template <class L>
inline constexpr bool is_loss = loss_fault<L>.empty();

/// Why `Optimizer` or `Loss` is none; empty if both are, or if the network is wrong anyway.
template <class Net, class Optimizer, class Loss>
struct NoOptimizerOrLoss {
  static constexpr Text text = [] {
    Text t;
    if (!is_wired<Net>) return t;
    if (!is_optimizer<Optimizer>) {
      t << "Model: " << loss_name<Optimizer>();
      if (is_loss<Optimizer>)
        return t << " stands where the optimiser does, but is a loss; write Model<Net, Adam, " << loss_name<Optimizer>()
                 << '>';
      t << " is no optimiser: it";
      Lacks lacks(t);
      spell_optimizer_lacks<Optimizer>(lacks);
    } else if (!is_loss<Loss>) {
      t << "Model: ";
      if (!is_optimizer<Loss>) return t << loss_fault<Loss>;
      t << loss_name<Loss>() << " stands where the loss does, but is an optimiser; write Model<Net, "
        << loss_name<Loss>() << ", the loss>";
    }
    return t;
  }();
  static constexpr bool any = !text.empty();
};

/// The loss of what has none: it takes any number of outputs and any target, and is 0.
template <class Target>
struct NoLoss {
  bool from_logits = false;
  using target_type = Target;
  static constexpr bool shares_target = true;
  static constexpr std::int64_t target_size(const Shape&) { return 1; }
  static void check(const Target*, const Shape&, std::size_t) {}
  template <class T>
  SampleLoss operator()(const T*, const Target*, const Shape&, T*, T) const {
    return {};
  }
};

template <class Optimizer>
using OptimizerOf = std::conditional_t<is_optimizer<Optimizer>, Optimizer, SGD>;
template <class Net, class Loss>
using LossOf = std::conditional_t<is_wired<Net> && is_loss<Loss>, Loss, NoLoss<TargetOf<Loss>>>;

/// What is taken for a loss of that type, also where the network is wrong, and the loss that is used.
template <class Loss>
using LossTaken = std::conditional_t<is_loss<Loss>, Loss, NoLoss<TargetOf<Loss>>>;
template <class Loss, class Taken>
Loss loss_from(Taken taken) {
  if constexpr (std::is_same_v<Loss, Taken>)
    return taken;
  else
    return {};
}

/// What the constructor of a model of this optimiser and loss was given instead of them.
template <class Net, class Optimizer, class Loss, class O, class L>
struct OtherTypes {
  static constexpr Text text = [] {
    Text t;
    if (!is_wired<Net> || NoOptimizerOrLoss<Net, Optimizer, Loss>::any) return t;
    constexpr bool other_optimizer = !std::is_convertible_v<O, Optimizer>;
    constexpr bool first_is_loss = other_optimizer && !is_optimizer<O> && is_loss<O>;
    t << "Model: has the " << (other_optimizer ? "optimiser " : "loss ")
      << (other_optimizer ? loss_name<Optimizer>() : loss_name<Loss>()) << ", but is given "
      << (other_optimizer ? loss_name<O>() : loss_name<L>());
    if (first_is_loss) return t << ", a loss; write Model<Net, Adam, " << loss_name<O>() << "> model(Adam{}, the loss)";
    if (other_optimizer ? !is_optimizer<O> : !is_loss<L>)
      return t << "; give " << (other_optimizer ? loss_name<Optimizer>() : loss_name<Loss>())
               << "{...}, or name another type in Model<Net, optimiser, loss>";
    t << "; write Model<Net, " << loss_name<std::conditional_t<other_optimizer, O, Optimizer>>();
    if (!std::is_convertible_v<L, Loss>) t << ", " << loss_name<L>();
    return t << '>';
  }();
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

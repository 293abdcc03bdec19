// Whether what a `Model` is made of is an optimiser and a loss: what they lack is a sentence of the compiler. Where
// something is wrong, stand-ins take their places, so that one mistake stays one error.
#pragma once

#include <cincel/train/concepts.hpp>
#include <cincel/train/loss_fit.hpp>
#include <cincel/train/optimizers.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// Why `O` is no optimiser or `L` no loss; empty if both are, or if the network is wrong anyway.
template <class Net, class O, class L>
struct NoOptimizerOrLoss {
  static constexpr Text text = [] {
    Text t;
    if (!is_wired<Net>) return t;
    if (!Optimizer<O>) {
      t << "Model: " << loss_name<O>();
      if (Loss<O>)
        return t << " stands where the optimiser does, but is a loss; write Model<Net, Adam, " << loss_name<O>() << '>';
      spell_lacks(t << " is no optimiser: it", optimizer_requirements<O>);
    } else if (!Loss<L>) {
      t << "Model: ";
      if (!Optimizer<L>) return t << loss_fault<L>;
      t << loss_name<L>() << " stands where the loss does, but is an optimiser; write Model<Net, " << loss_name<L>()
        << ", the loss>";
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

template <class O>
using OptimizerOf = std::conditional_t<Optimizer<O>, O, SGD>;
template <class Net, class L>
using LossOf = std::conditional_t<is_wired<Net> && Loss<L>, L, NoLoss<TargetOf<L>>>;

/// What is taken for a loss of that type, also where the network is wrong, and the loss that is used.
template <class L>
using LossTaken = std::conditional_t<Loss<L>, L, NoLoss<TargetOf<L>>>;
template <class L, class Taken>
L loss_from(Taken taken) {
  if constexpr (std::is_same_v<L, Taken>)
    return taken;
  else
    return {};
}

/// What the constructor of a model with optimiser `O` and loss `L` was given instead of them.
template <class Net, class O, class L, class GivenO, class GivenL>
struct OtherTypes {
  static constexpr Text text = [] {
    Text t;
    if (!is_wired<Net> || NoOptimizerOrLoss<Net, O, L>::any) return t;
    constexpr bool other_optimizer = !std::is_convertible_v<GivenO, O>;
    constexpr bool first_is_loss = other_optimizer && !Optimizer<GivenO> && Loss<GivenO>;
    t << "Model: has the " << (other_optimizer ? "optimiser " : "loss ")
      << (other_optimizer ? loss_name<O>() : loss_name<L>()) << ", but is given "
      << (other_optimizer ? loss_name<GivenO>() : loss_name<GivenL>());
    if (first_is_loss)
      return t << ", a loss; write Model<Net, Adam, " << loss_name<GivenO>() << "> model(Adam{}, the loss)";
    if (other_optimizer ? !Optimizer<GivenO> : !Loss<GivenL>)
      return t << "; give " << (other_optimizer ? loss_name<O>() : loss_name<L>())
               << "{...}, or name another type in Model<Net, optimiser, loss>";
    t << "; write Model<Net, " << loss_name<std::conditional_t<other_optimizer, GivenO, O>>();
    if (!std::is_convertible_v<GivenL, L>) t << ", " << loss_name<GivenL>();
    return t << '>';
  }();
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

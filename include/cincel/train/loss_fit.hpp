// Whether a loss fits the outputs of a network: what types tell is a sentence of the compiler, and what the loss's own
// options tell an exception.
#pragma once

#include <cincel/graph/steps.hpp>
#include <cincel/graph/wiring_error.hpp>
#include <cincel/model/layout.hpp>
#include <cincel/train/output_losses.hpp>

namespace cincel::inline CINCEL_ISA::impl {

/// Outputs of `Net` whose losses apply the softmax that they end in.
template <class Net, class Loss>
constexpr OutputBits left_to_loss() {
  OutputBits bits = 0;
  [&]<std::size_t... O>(std::index_sequence<O...>) {
    ((bits |= applies_softmax<PartOf<Loss, O>> && O < 64 ? OutputBits{1} << (O < 64 ? O : 0) : 0), ...);
  }(std::make_index_sequence<parts_of<Loss>(OutputLayout<Net>::count)>{});
  return bits;
}

template <class L>
constexpr std::string_view loss_name() {
  if constexpr (requires { L::keras_name; })
    return L::keras_name;
  else
    return type_name<L>();
}

/// "the network", or "output "name"" where there are several.
template <class Net>
constexpr Text name_of_output(std::size_t o) {
  Text t;
  const std::string_view name = graph_of<Net>.outputs[o].name;
  if (OutputLayout<Net>::count == 1) return t << "the network";
  if (name.empty()) return t << "output " << static_cast<std::int64_t>(o);
  return t << "output \"" << name << '"';
}

template <class Net, class Loss, std::size_t O>
constexpr void spell_misfit_of(Text& t) {
  constexpr auto& shapes = OutputLayout<Net>::shapes;
  using L = PartOf<Loss, O>;
  if (!t.empty()) return;
  if (applies_softmax<L> && shapes[O].channels() < 2)
    t << loss_name<L>() << " takes the softmax of the channels, but " << name_of_output<Net>(O) << " is " << shapes[O]
      << ": of one channel that is always 1; use BinaryCrossentropy and Sigmoid, or 2 classes";
  else if (shares_target<Loss> && L::target_size(shapes[O]) != L::target_size(shapes[0]))
    t << "WithAuxiliaries has all outputs learn the targets of the first, which is " << shapes[0] << ", but "
      << name_of_output<Net>(O) << " is " << shapes[O] << "; use OutputLosses<...> with targets for each";
}

/// The sentence that says why `Loss` does not fit the outputs of `Net`, or none.
template <class Net, class Loss>
struct LossMisfit {
  static constexpr Text text = [] {
    Text t;
    constexpr std::size_t outputs = OutputLayout<Net>::count, parts = parts_of<Loss>(outputs);
    if constexpr (parts != outputs) {
      t << "the network has " << static_cast<std::int64_t>(outputs) << (outputs == 1 ? " output" : " outputs")
        << " and the loss is for " << static_cast<std::int64_t>(parts)
        << "; use OutputLosses<Loss...> with one for each output"
        << (parts == 1 ? ", or WithAuxiliaries<Loss> where all learn the same" : "");
    } else {
      [&]<std::size_t... O>(std::index_sequence<O...>) {
        (spell_misfit_of<Net, Loss, O>(t), ...);
      }(std::make_index_sequence<outputs>{});
    }
    return t;
  }();
};

template <class Net, class Loss, bool Wired = is_wired<Net>>
struct LossError {
  using type = detail::usage_error_of<LossMisfit<Net, Loss>>;
};
template <class Net, class Loss>
struct LossError<Net, Loss, false> {
  using type = no_wiring_error;  // the network's own sentence is enough
};

/// What the last operator of an output is known to make.
struct OutputEnd {
  bool softmax = false;      // a softmax over the channels
  bool probability = false;  // numbers from 0 to 1
  bool unbounded = false;    // numbers that are not kept within 0 and 1
};

template <class Net>
constexpr OutputEnd end_of_output(std::size_t o) {
  constexpr auto& g = graph_of<Net>;
  OutputEnd end{.softmax = softmax_of_output(g, static_cast<int>(o)) >= 0};
  int i = g.outputs[o].node;
  while (g.ops[static_cast<std::size_t>(i)].kind == Kind::reshape)
    i = g.edges[static_cast<std::size_t>(g.ops[static_cast<std::size_t>(i)].first_edge)];
  const Op& op = g.ops[static_cast<std::size_t>(i)];
  end.probability =
      op.kind == Kind::softmax || op.activation == Activation::sigmoid || op.activation == Activation::hard_sigmoid;
  end.unbounded = has_weights(op.kind) || op.kind == Kind::depthwise_conv2d || op.kind == Kind::conv2d_transpose ||
                  op.kind == Kind::batch_normalization || op.kind == Kind::log_softmax ||
                  (op.kind == Kind::activation && !end.probability);
  return end;
}

[[noreturn]] inline void fail_loss(const Text& output, std::string_view end, std::string_view loss, bool logits) {
  Text t = output;
  if (logits)
    t << " ends in " << end << ", so " << loss << " must not say from_logits";
  else
    t << " does not end in " << end << ": end it so, or let " << loss << " say from_logits";
  throw std::invalid_argument(std::string(t.view()));
}

/// Throws std::invalid_argument if the loss of an output takes logits where there are probabilities, or the reverse.
template <class Net, class Loss>
void check_logits(const Loss& loss) {
  const auto check = [&]<std::size_t O>(std::integral_constant<std::size_t, O>) {
    constexpr OutputEnd end = end_of_output<Net>(O);
    const auto& part = loss_of_output<O>(loss);
    using L = PartOf<Loss, O>;
    if constexpr (applies_softmax<L>) {
      if (end.softmax == part.from_logits) fail_loss(name_of_output<Net>(O), "Softmax", loss_name<L>(), end.softmax);
    } else if constexpr (requires { L::takes_probabilities; }) {
      if (part.from_logits ? end.probability : end.unbounded)
        fail_loss(name_of_output<Net>(O), end.softmax ? "Softmax" : "Sigmoid", loss_name<L>(), end.probability);
    }
  };
  [&]<std::size_t... O>(std::index_sequence<O...>) {
    (check(std::integral_constant<std::size_t, O>{}), ...);
  }(std::make_index_sequence<OutputLayout<Net>::count>{});
}

}  // namespace cincel::inline CINCEL_ISA::impl

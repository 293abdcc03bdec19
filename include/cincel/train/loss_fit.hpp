// Whether a loss fits the outputs of a network: what types tell is a sentence of the compiler, and what the loss's own
// options tell an exception.
#pragma once

#include <cincel/graph/wiring_error.hpp>
#include <cincel/model/layout.hpp>
#include <cincel/plan/unit_range.hpp>
#include <cincel/train/output_losses.hpp>

#include <concepts>
#include <limits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// Outputs of `Net` whose losses apply the softmax that they end in.
template <class Net, class Loss>
constexpr OutputBits left_to_loss() {
  OutputBits bits = 0;
  [&]<std::size_t... O>(std::index_sequence<O...>) {
    ((bits |= applies_softmax<PartOf<Loss, O>> ? output_bit(O) : 0), ...);
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

/// What is known of the numbers of an output.
struct OutputEnd {
  bool softmax = false;      // a softmax over the channels
  bool probability = false;  // numbers from 0 to 1
  bool noisy = false;        // … but not while training
  Kind kind{};               // of the operator that makes them
  Activation activation{};
};

template <class Net, std::size_t O>
inline constexpr OutputEnd output_end = [] {
  constexpr auto& g = graph_of<Net>;
  const Op& made = g.ops[maker_of_output(g, O)];
  OutputEnd end{.softmax = softmax_of_output(g, O) >= 0, .kind = made.kind, .activation = made.activation};
  end.probability = in_unit_range(g, g.outputs[O].node, Mode::inference);
  end.noisy = end.probability && !in_unit_range(g, g.outputs[O].node, Mode::training);
  return end;
}();

/// Why the numbers of an output are none for a loss that applies the softmax itself, or takes probabilities.
template <class Net, class L, std::size_t O>
constexpr void spell_wrong_end(Text& t) {
  constexpr const OutputEnd& end = output_end<Net, O>;
  if (applies_softmax<L> && end.probability && !end.softmax)
    t << loss_name<L>() << " takes the softmax itself, of logits, but " << name_of_output<Net>(O)
      << " makes numbers from 0 to 1 that are no Softmax over its channels; end it in Softmax, or use"
      << " BinaryCrossentropy";
  else if (applies_softmax<L> && end.softmax && output_bit(O) == 0)
    t << loss_name<L>() << " is given what stands before the Softmax of the first "
      << static_cast<std::int64_t>(most_output_bits) << " outputs only, but " << name_of_output<Net>(O) << " is number "
      << static_cast<std::int64_t>(O) << "; leave out its Softmax and say from_logits";
  else if (takes_probabilities<L> && end.noisy)
    t << loss_name<L>() << " takes numbers from 0 to 1, but noise makes others of those of " << name_of_output<Net>(O)
      << " while training; put it (Dropout or the like) before the Sigmoid";
}

/// Whether a loss has one integer a pixel, the number of its class, in a type that does not hold all classes.
template <class L>
constexpr bool lacks_labels(const Shape& output) {
  if constexpr (std::integral<typename L::target_type> && applies_softmax<L>)
    return L::target_size(output) == output.volume() / output.channels() &&
           static_cast<std::uint64_t>((std::numeric_limits<typename L::target_type>::max)()) <
               static_cast<std::uint64_t>(output.channels() - 1);
  else
    return false;
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
  else if (lacks_labels<L>(shapes[O]))
    t << "the labels of " << loss_name<L>() << " end at "
      << static_cast<std::int64_t>((std::numeric_limits<typename L::target_type>::max)()) << ", but "
      << name_of_output<Net>(O) << " has " << shapes[O].channels() << " classes; use a wider target_type, as "
      << (shapes[O].channels() <= 65536 ? "SparseCategoricalCrossentropy16"
                                        : "BasicSparseCategoricalCrossentropy<std::uint32_t>")
      << " has";
  else if constexpr (applies_softmax<L> || takes_probabilities<L>)
    spell_wrong_end<Net, L, O>(t);
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

/// How a sentence names an output of probabilities.
constexpr std::string_view spell_end(const OutputEnd& end) {
  if (end.kind == Kind::softmax) return "ends in Softmax";
  if (end.activation == Activation::sigmoid) return "ends in Sigmoid";
  if (end.activation == Activation::hard_sigmoid) return "ends in HardSigmoid";
  return "makes numbers from 0 to 1";
}

[[noreturn]] inline void fail_loss(Text t, std::string_view loss, const OutputEnd& end, std::string_view wanted) {
  if (end.probability)
    t << ' ' << spell_end(end) << ", so " << loss << " must not say from_logits";
  else
    t << " does not end in " << wanted << ": end it so, or let " << loss << " say from_logits";
  throw std::invalid_argument(std::string(t.view()));
}

/// Throws std::invalid_argument if the loss of an output takes logits where there are probabilities, or the reverse.
template <class Net, class Loss>
void check_logits(const Loss& loss) {
  const auto check = [&]<std::size_t O>(std::integral_constant<std::size_t, O>) {
    using L = PartOf<Loss, O>;
    if constexpr (applies_softmax<L> || takes_probabilities<L>) {
      constexpr const OutputEnd& end = output_end<Net, O>;
      if (loss_of_output<O>(loss).from_logits == end.probability)
        fail_loss(name_of_output<Net>(O), loss_name<L>(), end, applies_softmax<L> ? "Softmax" : "Sigmoid");
    }
  };
  [&]<std::size_t... O>(std::index_sequence<O...>) {
    (check(std::integral_constant<std::size_t, O>{}), ...);
  }(std::make_index_sequence<OutputLayout<Net>::count>{});
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

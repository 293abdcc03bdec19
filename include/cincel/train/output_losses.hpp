// The loss of a network: of its one output, or put together of the losses of several.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/train/losses.hpp>

#include <array>
#include <tuple>
#include <type_traits>
#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {

/// One output of the network as its loss sees it, and where the gradient of the loss goes (null if nobody wants it).
template <class T>
struct OutputValue {
  const T* z;
  T* dz;
};

/// The loss of a network with auxiliary heads, all of which learn the one target: loss of the main output + weight ·
/// the sum of the others' losses (Szegedy et al. 2015: 0.3). All outputs must take the same number of targets. Options
/// of the loss are those of all outputs: WithAuxiliaries<>{.loss = {.from_logits = true}}.
template <class L = SparseCategoricalCrossentropy>
struct WithAuxiliaries {
  L loss{};
  float weight = 0.3f;
  using target_type = typename L::target_type;
  static constexpr bool has_accuracy = impl::has_accuracy<L>;
  static constexpr bool shares_target = true;

  template <std::size_t>
  constexpr const L& part() const {
    return loss;
  }
  constexpr float weight_of(std::size_t output) const { return output == 0 ? 1 : weight; }
};

/// A loss for each output of a network, with targets one after another in the order of the outputs: the weighted sum.
/// All must take targets of one type. Correct is what the first says.
template <class... L>
struct OutputLosses {
  std::tuple<L...> losses{};
  std::array<float, sizeof...(L)> weights = ones();
  using target_type = std::common_type_t<typename L::target_type...>;
  static constexpr bool has_accuracy = impl::has_accuracy<std::tuple_element_t<0, std::tuple<L...>>>;
  static constexpr std::size_t part_count = sizeof...(L);
  static_assert((std::is_same_v<target_type, typename L::target_type> && ...),
                "losses of outputs need one target type");

  template <std::size_t Output>
  constexpr const auto& part() const {
    return std::get<Output>(losses);
  }
  constexpr float weight_of(std::size_t output) const { return weights[output]; }

 private:
  static constexpr std::array<float, sizeof...(L)> ones() {
    std::array<float, sizeof...(L)> w{};
    for (float& x : w) x = 1;
    return w;
  }
};

namespace impl {

/// The loss of output `O`: a part of one that has parts, else the loss itself.
template <std::size_t O, class Loss>
constexpr decltype(auto) loss_of_output(const Loss& loss) {
  if constexpr (requires { loss.template part<O>(); })
    return loss.template part<O>();
  else
    return (loss);
}
template <class Loss, std::size_t O>
using PartOf = std::remove_cvref_t<decltype(loss_of_output<O>(std::declval<const Loss&>()))>;

template <class Loss>
inline constexpr bool shares_target = [] {
  if constexpr (requires { Loss::shares_target; })
    return Loss::shares_target;
  else
    return false;
}();

/// How many outputs a loss is for: those of `network`, where it is for any number.
template <class Loss>
constexpr std::size_t parts_of(std::size_t network) {
  if constexpr (shares_target<Loss>)
    return network;
  else if constexpr (requires { Loss::part_count; })
    return Loss::part_count;
  else
    return 1;
}

/// Targets of a sample whose outputs have these shapes.
template <class Loss, int N>
constexpr std::int64_t targets_of(const fixed_array<Shape, N>& shapes) {
  return [&]<std::size_t... O>(std::index_sequence<O...>) {
    std::int64_t n = 0;
    ((n += shares_target<Loss> && O > 0 ? 0 : PartOf<Loss, O>::target_size(shapes[O])), ...);
    return n;
  }(std::make_index_sequence<parts_of<Loss>(N)>{});
}

/// Throws std::invalid_argument if a target of sample `sample` is none.
template <class Loss, class Target, int N>
void check_targets(const Target* target, const fixed_array<Shape, N>& shapes, std::size_t sample) {
  [&]<std::size_t... O>(std::index_sequence<O...>) {
    ((PartOf<Loss, O>::check(target, shapes[O], sample),
      target += shares_target<Loss> ? 0 : PartOf<Loss, O>::target_size(shapes[O])),
     ...);
  }(std::make_index_sequence<parts_of<Loss>(N)>{});
}

/// The loss of a sample over all outputs, and its gradient times `scale`.
template <class Loss, class T, int N>
SampleLoss loss_of(const Loss& loss, const OutputValue<T>* o, const fixed_array<Shape, N>& shapes,
                   const typename Loss::target_type* target, T scale) {
  SampleLoss total;
  const auto add = [&]<std::size_t O>(std::integral_constant<std::size_t, O>) {
    float weight = 1;
    if constexpr (requires { loss.weight_of(O); }) weight = loss.weight_of(O);
    const SampleLoss s = loss_of_output<O>(loss)(o[O].z, target, shapes[O], o[O].dz, scale * static_cast<T>(weight));
    total.loss += static_cast<double>(weight) * s.loss;
    if (O == 0) total.correct = s.correct;
    if (!shares_target<Loss>) target += PartOf<Loss, O>::target_size(shapes[O]);
  };
  [&]<std::size_t... O>(std::index_sequence<O...>) {
    (add(std::integral_constant<std::size_t, O>{}), ...);
  }(std::make_index_sequence<parts_of<Loss>(N)>{});
  return total;
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

// Where parameters, inputs and outputs of a network stand when they follow one another.
#pragma once

#include <cincel/core/fact.hpp>
#include <cincel/core/fixed_array.hpp>
#include <cincel/core/isa.hpp>
#include <cincel/plan/inference_plan.hpp>

#include <array>

namespace cincel {
inline namespace CINCEL_ISA {

namespace impl {

/// Where each of several tensors begins that follow one another, and behind them where the last one ends.
template <int N>
consteval fixed_array<std::int64_t, N + 1> offsets_of(const fixed_array<Shape, N>& shapes) {
  fixed_array<std::int64_t, N + 1> at{};
  for (int i = 0; i < N; ++i) at[i + 1] = at[i] + shapes[i].volume();
  return at;
}

}  // namespace impl

namespace impl {
/// A number of network `Net`, as a size or as a count; of a wrong one it is unknown and agrees with anything.
template <class Net>
constexpr auto size_of_network(std::int64_t n) {
  if constexpr (is_wired<Net>)
    return static_cast<std::size_t>(n);
  else
    return Count{};
}
template <class Net>
constexpr auto count_of_network(std::int64_t n) {
  if constexpr (is_wired<Net>)
    return n;
  else
    return Count{};
}
}  // namespace impl

/// Where each parameter begins in the flat array of all parameters, in their order of declaration.
template <class W>
struct ParameterLayout {
  static_assert(network_error<W>::ok);  // a wrong network is one error
  static constexpr std::size_t count = static_cast<std::size_t>(graph_counts<W>.params);

  static constexpr auto offsets = [] {
    constexpr int n = graph_of<W>.params.size();
    fixed_array<std::int64_t, n + 1> at{};
    for (int i = 0; i < n; ++i) at[i + 1] = at[i] + graph_of<W>.params[i].shape.volume();
    return at;
  }();
  /// Numbers in all parameters, trained or not.
  static constexpr std::int64_t total = offsets[count];
};

/// The inputs of a network: in one sample they stand one after another, in order of their declaration.
template <class W>
struct InputLayout {
  static_assert(network_error<W>::ok);  // a wrong network is one error
  static constexpr std::size_t count = static_cast<std::size_t>(graph_counts<W>.inputs);
  static constexpr auto shapes = input_shapes_of<W>();
  static constexpr auto offsets = impl::offsets_of(shapes);
  static constexpr std::int64_t total = offsets[count];

  /// Where each input of a sample begins.
  template <class T>
  static constexpr std::array<const T*, count> pointers(const T* sample) {
    std::array<const T*, count> p{};
    for (std::size_t i = 0; i < count; ++i) p[i] = sample + offsets[i];
    return p;
  }
};

/// The outputs of a network: the last layer's, then the others in order of their declaration.
template <class W>
struct OutputLayout {
  static_assert(network_error<W>::ok);  // a wrong network is one error
  static constexpr std::size_t count = static_cast<std::size_t>(graph_counts<W>.outputs);
  static constexpr auto shapes = output_shapes_of<W>();
  static constexpr auto offsets = impl::offsets_of(shapes);
  static constexpr std::int64_t total = offsets[count];
};

}  // namespace CINCEL_ISA
}  // namespace cincel

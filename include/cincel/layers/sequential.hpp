// Sequential<Layer...> and Named<"name", Layer>.
#pragma once

#include <cincel/core/fixed_string.hpp>
#include <cincel/graph/builder.hpp>
#include <cincel/layers/network.hpp>

namespace cincel {

/// A list of types, for combinators to export their children.
template <class... T>
struct TypeList {};

/// Layers one after another. One that begins with an `Input` is a whole network and has the facts of
/// `Network`; others are blocks. Blocks nest and add no name of their own.
/// Known as: Keras and PyTorch `Sequential`.
///
///     using Block = Sequential<Conv2D<8, 3>, ReLU>;
///     using Net = Sequential<Input<8, 8, 1>, Block, Block, Flatten, Dense<10>>;
///     static_assert(Net::output_shape == Shape(10));
template <class... Layer>
struct Sequential : Network<Sequential<Layer...>> {
  static constexpr const char* keras_name = "Sequential";
  static constexpr bool is_combinator = true;
  using children = TypeList<Layer...>;

  static constexpr void spell(Text& t) { t << "Sequential"; }

  static constexpr Node lower(Builder& b, Node x) {
    int i = 0;
    ((x = b.apply_at<Layer>(x, i++)), ...);
    return x;
  }
};

/// Gives a layer or a block a name: its parameters are called `name.weight`, …, and its inner layers
/// `name.layer.weight`.
///
///     using Net = Sequential<Input<16>, Named<"hidden", Dense<8>>, ReLU, Named<"logits", Dense<3>>>;
///     static_assert(Net::parameter_count == 16 * 8 + 8 + 8 * 3 + 3);
template <fixed_string Name, class Layer>
struct Named {
  static constexpr const char* keras_name = detail::keras_name_of<Layer>();
  static constexpr bool is_combinator = true;
  using children = TypeList<Layer>;

  static constexpr void spell(Text& t) {
    t << "Named<\"" << Name.view() << "\", ";
    detail::spell_any<Layer>(t);
    t << '>';
  }

  static constexpr Node lower(Builder& b, Node x) { return b.apply<Layer>(x, {Name.text, true}); }
};

}  // namespace cincel

// A layer that computes nothing: it says how another one is computed.
#pragma once

#include <cincel/core/fixed_string.hpp>
#include <cincel/core/text.hpp>
#include <cincel/graph/builder.hpp>

namespace cincel {

/// Has the layer or block called `Layer`, which stands before it in the same network, computed in the way called
/// `Implementation`, where the compiler would choose another: `summary<Net, SummaryKind::implementations>()` names
/// what was chosen, docs/layers.md what there is. It changes nothing of what is computed, of the parameters and of their names; weights that are packed otherwise
/// are packed anew.
///
/// A layer that is not there, or one that cannot be computed so, is a wiring error.
///
///     using Net = Sequential<Input<8, 8, 3>, Named<"conv1", Conv2D<4, 3>>, ReLU, Force<"conv1", "plain">>;
///     static_assert(Net::parameter_count == 3 * 3 * 3 * 4 + 4);
template <fixed_string Layer, fixed_string Implementation>
struct Force {
  static constexpr const char* keras_name = "Force";
  static constexpr bool is_combinator = true;  // it has no name and no parameters of its own
  static constexpr void spell(Text& t) {
    t << "Force<\"" << Layer.view() << "\", \"" << Implementation.view() << "\">";
  }
  static constexpr Node lower(Builder& b, Node x) {
    if (x == Builder::no_node) return b.fail_without_input();
    b.force(Layer.view(), Implementation.text);
    return x;
  }
};

}  // namespace cincel

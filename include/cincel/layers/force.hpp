// Layers that compute nothing: they say how others are computed.
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

/// The name of Winograd's way to compute a 3x3 convolution with stride 1, by tiles of 2x2 or 4x4 outputs:
/// `Force<"conv1", Winograd<4>>`.
template <int Tile>
inline constexpr fixed_string Winograd = [] {
  static_assert(Tile == 2 || Tile == 4, "Winograd: tiles are 2 or 4 outputs wide");
  char name[] = "winograd?";
  name[sizeof name - 2] = static_cast<char>('0' + Tile);
  return fixed_string(name);
}();

/// Anywhere in a network: packed weights of its large dense layers (more than 32 KiB of float32 ones) hold their numbers as
/// `Format`, `"bfloat16"` or `"int8"`, in a half or a quarter of the memory and of the time of reading it, which is that of
/// such a layer. It is for inference alone: parameters, files and training are float32.
///
/// bfloat16 rounds each weight by at most 2^-8 of itself, which adds at most 2^-8 · sum |w x| to an output's error. int8
/// makes a whole number from −127 to 127 of each, in units of a 127th of the largest of its unit (Keras's `quantize("int8")`
/// of a kernel, with float32 inputs): at most max |w| / 254 · sum |x|. `Force` names one layer of any size.
///
///     using Net = Sequential<Input<784>, Dense<512>, ReLU, Dense<10>, DenseWeights<"int8">>;
template <fixed_string Format>
struct DenseWeights {
  static constexpr const char* keras_name = "DenseWeights";
  static constexpr bool is_combinator = true;  // it has no name and no parameters of its own
  static constexpr void spell(Text& t) { t << "DenseWeights<\"" << Format.view() << "\">"; }
  static constexpr Node lower(Builder& b, Node x) {
    if (x == Builder::no_node) return b.fail_without_input();
    Type format = Type::float32;
    for (std::size_t i = 1; i < type_names.size(); ++i)
      if (type_names[i] == Format.view()) format = static_cast<Type>(i);
    if (format == Type::float32) return b.fail("there are \"bfloat16\" and \"int8\"");
    if (b.dense_weights != Type::float32 && b.dense_weights != format)
      return b.fail("contradicts a DenseWeights before it");
    if (b.tight_numbers) return b.fail("contradicts TightNumbers: such weights are rounded");
    b.dense_weights = format;
    return x;
  }
};

/// Anywhere in a network: what computes faster but rounds more than necessary, or has more weights than the network's
/// own, is not chosen: Winograd's convolutions, whose packed weights are 1.8 or 4 times as many, and the tanh that is a
/// quotient of polynomials (3.2e-7 off; the other, 2e-7, takes 1.2 to 1.8 times as long). A `Force` that names such a way
/// is obeyed.
///
///     using Net = Sequential<Input<56, 56, 64>, Conv2D<64, 3, Same>, TightNumbers>;
struct TightNumbers {
  static constexpr const char* keras_name = "TightNumbers";
  static constexpr bool is_combinator = true;  // it has no name and no parameters of its own
  static constexpr void spell(Text& t) { t << "TightNumbers"; }
  static constexpr Node lower(Builder& b, Node x) {
    if (x == Builder::no_node) return b.fail_without_input();
    if (b.dense_weights != Type::float32) return b.fail("contradicts DenseWeights, which rounds");
    b.tight_numbers = true;
    return x;
  }
};

}  // namespace cincel

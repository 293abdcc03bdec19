// Flatten.
#pragma once

#include <cincel/graph/builder.hpp>

namespace cincel {

/// A map as a flat value, row by row, channels fastest, as Keras does with channels last.
/// Shape: H x W x C -> H·W·C. It costs nothing: a pass removes it.
/// Known as: Keras and PyTorch `Flatten`, ONNX `Flatten`.
///
///     using Net = Sequential<Input<4, 4, 2>, Flatten>;
///     static_assert(Net::output_shape == Shape(32));
struct Flatten {
  static constexpr const char* keras_name = "Flatten";
  static constexpr void spell(Text& t) { t << "Flatten"; }
  static constexpr Node lower(Builder& b, Node x) {
    return b.add({.kind = Kind::flatten, .out = Shape(b.shape(x).volume())}, x);
  }
};

}  // namespace cincel

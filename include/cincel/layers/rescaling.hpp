// Rescaling<Scale, Offset>.
#pragma once

#include <cincel/graph/builder.hpp>

namespace cincel {

/// y = x · Scale + Offset: pre-processing as part of the type. A pass folds it into the weights of the layer
/// behind it where that is exact (no zero padding, or Offset 0), so that it costs nothing at inference.
/// Shape: unchanged. Gradient: dy · Scale. Known as: Keras `Rescaling`.
///
///     using Net = Sequential<Input<28, 28, 1>, Rescaling<1 / 255.0f>>;
///     static_assert(Net::output_shape == Shape(28, 28, 1));
template <float Scale, float Offset = 0.0f>
struct Rescaling {
  static constexpr const char* keras_name = "Rescaling";
  static constexpr void spell(Text& t) { t << "Rescaling<" << Scale << ", " << Offset << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    if (Scale - Scale != 0 || Offset - Offset != 0) return b.fail("has a scale or offset that is no number");
    return b.add({.kind = Kind::rescaling, .out = b.shape(x), .a = Scale, .b = Offset}, x);
  }
};

}  // namespace cincel

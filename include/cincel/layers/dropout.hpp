// Dropout<Rate>.
#pragma once

#include <cincel/graph/builder.hpp>

namespace cincel {

/// While training, sets a share `Rate` of its values to zero and multiplies the others by 1 / (1 − Rate); does
/// nothing at inference, where a pass removes it (Srivastava et al. 2014).
/// Shape: unchanged. Gradient: dy times the same mask. `Rate` is kept to 2⁻¹⁶.
/// Known as: Keras, PyTorch and ONNX `Dropout`.
///
///     using Net = Sequential<Input<10>, Dropout<0.5f>>;
///     static_assert(Net::output_shape == Shape(10));
template <float Rate>
struct Dropout {
  static constexpr const char* keras_name = "Dropout";
  static constexpr void spell(Text& t) { t << "Dropout<" << Rate << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    if (!(Rate >= 0 && Rate < 1)) return b.fail("has a rate outside [0, 1); give the share to drop, as 0.5f");
    return b.add({.kind = Kind::dropout, .out = b.shape(x), .a = Rate}, x);
  }
};

}  // namespace cincel

// Dense<Units, Options...>.
#pragma once

#include <cincel/layers/options.hpp>

namespace cincel {

/// Fully connected layer.
///
///     y[k] = b[k] + sum over c of x[c] · w[c, k]
///
/// Shape: C -> Units. Parameters: `weight` {C, Units}, Glorot-uniform; `bias` {Units}, zero.
/// Gradient: dx = W dy, dw = x dyᵀ, db = dy.
/// Options: `NoBias`, an initialiser.
/// Known as: Keras `Dense`, PyTorch `Linear`, ONNX `Gemm`.
///
///     using Net = Sequential<Input<16>, Dense<4>>;
///     static_assert(Net::output_shape == Shape(4));
///     static_assert(Net::parameter_count == 16 * 4 + 4);
template <int Units, class... Option>
struct Dense {
  static constexpr const char* keras_name = "Dense";

  static constexpr void spell(Text& t) { t << "Dense<" << Units << '>'; }

  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o = read_options<Option...>(Options::bias_ | Options::initializer_);
    if (!o.unknown.empty()) return b.fail("does not take the option ", o.unknown, "; it takes NoBias");
    if (Units <= 0) return b.fail("has ", Units, " units; make it at least 1");
    const Shape in = b.shape(x);
    if (in.rank != 1) return b.fail("needs a flat input, got ", in, "; insert Flatten before it");

    Op op{.kind = Kind::dense, .out = Shape(Units), .param = b.params.size()};
    b.parameter("weight", {in[0], Units}, {o.initializer, in[0], Units});
    if (o.bias) b.parameter("bias", Shape(Units), {});
    op.params = b.params.size() - op.param;
    op.macs = checked_product(in[0], Units);
    return b.add(op, x);
  }
};

}  // namespace cincel

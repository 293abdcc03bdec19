// Dense<Units, Options...>.
#pragma once

#include <cincel/layers/options.hpp>

namespace cincel {

namespace detail {
constexpr Node lower_dense(Builder& b, Node x, std::int64_t units, const Options& o) {
  if (!check_options(b, o, "NoBias, an initialiser")) return x;
  if (units <= 0) return b.fail("has ", units, " units; make it at least 1");
  const Shape in = b.shape(x);
  if (in.rank > 2) return b.fail("needs a flat input, got ", in, "; insert Flatten before it");
  const std::int64_t channels = in.channels();
  Op op{.kind = in.rank == 1 ? Kind::dense : Kind::conv2d, .out = in.resized(1, in.width(), units)};
  const Shape weights(channels, units);
  b.parameter(op, "weight", weights, init_of(o.initializer, weights));
  if (o.bias) b.parameter(op, "bias", Shape(units), {});
  op.macs = checked_product(in.volume(), units);
  return b.add(op, x);
}
}  // namespace detail

/// Fully connected layer. Of a sequence each step goes through it by itself.
///
///     y[k] = b[k] + sum over c of x[c] · w[c, k]
///
/// Shape: C -> Units, or L x C -> L x Units. Parameters: `weight` {C, Units}, Glorot-uniform; `bias` {Units}, zero.
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
    return detail::lower_dense(b, x, Units, o);
  }
};

}  // namespace cincel

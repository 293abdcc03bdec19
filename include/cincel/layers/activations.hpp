// Functions of one number, and softmax.
//
// Errors are those of float32 over all numbers that there are, |y − f(x)|; docs/accuracy.md has the table. At infinity each
// is its limit, and NaN stays NaN.
#pragma once

#include <cincel/graph/builder.hpp>

namespace cincel {

namespace detail {
template <Activation Function>
constexpr Node lower_activation(Builder& b, Node x, float alpha = 0) {
  return b.add({.kind = Kind::activation, .activation = Function, .out = b.shape(x), .alpha = alpha}, x);
}
}  // namespace detail

/// y = max(x, 0). Gradient: dy where y > 0. Known as: Keras `ReLU`, PyTorch `ReLU`, ONNX `Relu`.
/// Error: none.
///
///     using Net = Sequential<Input<4, 4, 2>, ReLU>;
///     static_assert(Net::output_shape == Shape(4, 4, 2));
struct ReLU {
  static constexpr const char* keras_name = "ReLU";
  static constexpr void spell(Text& t) { t << "ReLU"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_activation<Activation::relu>(b, x); }
};

/// y = min(max(x, 0), MaxValue). Gradient: dy where 0 < y < MaxValue. Known as: Keras `ReLU(max_value)`, PyTorch
/// `Hardtanh(0, m)`, ONNX `Clip`.
/// Error: none.
///
///     using Net = Sequential<Input<3>, ClippedReLU<1.0f>>;
///     static_assert(Net::output_shape == Shape(3));
template <float MaxValue>
struct ClippedReLU {
  static constexpr const char* keras_name = "ReLU";
  static constexpr void spell(Text& t) { t << "ClippedReLU<" << MaxValue << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    if (!(MaxValue > 0)) return b.fail("has a limit that is not above 0; use 6.0f or so");
    return detail::lower_activation<Activation::clipped_relu>(b, x, MaxValue);
  }
};

/// ReLU up to 6. Known as: Keras `relu6`, PyTorch `ReLU6`.
using ReLU6 = ClippedReLU<6.0f>;

/// y = x where x > 0, else NegativeSlope · x. Gradient: dy, or NegativeSlope · dy. The default is Keras's, 0.3 (PyTorch
/// and ONNX have 0.01). Known as: Keras `LeakyReLU`, PyTorch `LeakyReLU`, ONNX `LeakyRelu`.
/// Error: 6e-8 relative.
///
///     using Net = Sequential<Input<3>, LeakyReLU<0.01f>>;
///     static_assert(Net::output_shape == Shape(3));
template <float NegativeSlope = 0.3f>
struct LeakyReLU {
  static constexpr const char* keras_name = "LeakyReLU";
  static constexpr void spell(Text& t) { t << "LeakyReLU<" << NegativeSlope << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    if (!(NegativeSlope >= 0)) return b.fail("has a slope below 0; use 0.3f or so");
    return detail::lower_activation<Activation::leaky_relu>(b, x, NegativeSlope);
  }
};

/// y = x where x > 0, else Alpha · (exp(x) − 1) (Clevert et al. 2016). Gradient: dy where x > 0, else dy · (y + Alpha).
/// Known as: Keras `ELU`, PyTorch `ELU`, ONNX `Elu`.
/// Error: 2e-7 · max(1, |y|), 2.2e-7 relative, near 0 too; gradient 2.5e-7.
///
///     using Net = Sequential<Input<3>, ELU<>>;
///     static_assert(Net::output_shape == Shape(3));
template <float Alpha = 1.0f>
struct ELU {
  static constexpr const char* keras_name = "ELU";
  static constexpr void spell(Text& t) { t << "ELU<" << Alpha << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    if (!(Alpha >= 0)) return b.fail("has an alpha below 0; use 1.0f or so");
    return detail::lower_activation<Activation::elu>(b, x, Alpha);
  }
};

/// y = 1 / (1 + exp(−x)). Gradient: dy · y · (1 − y). Known as: Keras `sigmoid`, PyTorch and ONNX `Sigmoid`.
/// Error: 2e-7, 2.5e-7 relative from x = −87 on; gradient 2.5e-7.
///
///     using Net = Sequential<Input<3>, Sigmoid>;
///     static_assert(Net::output_shape == Shape(3));
struct Sigmoid {
  static constexpr const char* keras_name = "Sigmoid";
  static constexpr void spell(Text& t) { t << "Sigmoid"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_activation<Activation::sigmoid>(b, x); }
};

/// y = tanh(x). Gradient: dy · (1 − y²). Known as: Keras `tanh`, PyTorch and ONNX `Tanh`.
/// Error: 2e-7, absolute and relative; gradient 2.5e-7.
///
///     using Net = Sequential<Input<3>, Tanh>;
///     static_assert(Net::output_shape == Shape(3));
struct Tanh {
  static constexpr const char* keras_name = "Tanh";
  static constexpr void spell(Text& t) { t << "Tanh"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_activation<Activation::tanh>(b, x); }
};

/// y = min(max(x + 3, 0), 6) / 6. Gradient: dy / 6 where −3 < x < 3. Known as: Keras 3 `hard_sigmoid`, PyTorch
/// `Hardsigmoid`, ONNX `HardSigmoid` with alpha 1/6.
/// Error: 2e-7, absolute and relative.
///
///     using Net = Sequential<Input<3>, HardSigmoid>;
///     static_assert(Net::output_shape == Shape(3));
struct HardSigmoid {
  static constexpr const char* keras_name = "HardSigmoid";
  static constexpr void spell(Text& t) { t << "HardSigmoid"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_activation<Activation::hard_sigmoid>(b, x); }
};

/// y = min(max(x, −1), 1). Gradient: dy where −1 < x < 1. Known as: Keras `hard_tanh`, PyTorch `Hardtanh`, ONNX `Clip`
/// from −1 to 1.
/// Error: none.
///
///     using Net = Sequential<Input<3>, HardTanh>;
///     static_assert(Net::output_shape == Shape(3));
struct HardTanh {
  static constexpr const char* keras_name = "HardTanh";
  static constexpr void spell(Text& t) { t << "HardTanh"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_activation<Activation::hard_tanh>(b, x); }
};

/// y = log(1 + exp(x)). Gradient: dy · (1 − exp(−y)). Known as: Keras `softplus`, PyTorch and ONNX `Softplus`.
/// Error: 2e-7 · max(1, |y|), 2.5e-7 relative from x = −87 on; gradient 2.5e-7.
///
///     using Net = Sequential<Input<3>, Softplus>;
///     static_assert(Net::output_shape == Shape(3));
struct Softplus {
  static constexpr const char* keras_name = "Softplus";
  static constexpr void spell(Text& t) { t << "Softplus"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_activation<Activation::softplus>(b, x); }
};

/// y = x / (1 + |x|). Gradient: dy · (1 − |y|)². Known as: Keras `softsign`, PyTorch and ONNX `Softsign`.
/// Error: 2e-7, absolute and relative; gradient 2.5e-7. ±1 at infinity.
///
///     using Net = Sequential<Input<3>, Softsign>;
///     static_assert(Net::output_shape == Shape(3));
struct Softsign {
  static constexpr const char* keras_name = "Softsign";
  static constexpr void spell(Text& t) { t << "Softsign"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_activation<Activation::softsign>(b, x); }
};

/// y = exp(x). Gradient: dy · y. Known as: Keras `exponential`, ONNX `Exp`.
/// Error: 2e-7 relative, to where it overflows.
///
///     using Net = Sequential<Input<3>, Exponential>;
///     static_assert(Net::output_shape == Shape(3));
struct Exponential {
  static constexpr const char* keras_name = "Exponential";
  static constexpr void spell(Text& t) { t << "Exponential"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_activation<Activation::exponential>(b, x); }
};

/// y = λ x where x > 0, else λ α (exp(x) − 1), λ = 1.0507…, α = 1.6733… (Klambauer et al. 2017). Gradient: dy · λ where
/// x > 0, else dy · (y + λ α). Known as: Keras `selu`, PyTorch `SELU`, ONNX `Selu`. Goes with `LecunNormal` and
/// `AlphaDropout`.
/// Error: 2e-7 · max(1, |y|), 2.2e-7 relative, near 0 too; gradient 2.5e-7.
///
///     using Net = Sequential<Input<3>, SELU>;
///     static_assert(Net::output_shape == Shape(3));
struct SELU {
  static constexpr const char* keras_name = "SELU";
  static constexpr void spell(Text& t) { t << "SELU"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_activation<Activation::selu>(b, x); }
};

/// y = x · Φ(x), Φ the normal distribution (Hendrycks and Gimpel 2016). Gradient: dy · (Φ(x) + x · φ(x)). Known as:
/// Keras `gelu` (approximate=False), PyTorch `GELU`, ONNX `Gelu`.
/// Error: 2e-7 · max(1, |y|), 2.5e-7 relative from x = 0 on; gradient 2.5e-7. 0 at −infinity.
///
///     using Net = Sequential<Input<3>, GELU>;
///     static_assert(Net::output_shape == Shape(3));
struct GELU {
  static constexpr const char* keras_name = "GELU";
  static constexpr void spell(Text& t) { t << "GELU"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_activation<Activation::gelu>(b, x); }
};

/// y = x / 2 · (1 + tanh(sqrt(2/π) (x + 0.044715 x³))): the approximation of GELU. Known as: Keras
/// `gelu(approximate=True)`, PyTorch `GELU(approximate="tanh")`.
/// Error: 2e-7 · max(1, |y|), 2.5e-7 relative from x = 0 on; gradient 2.5e-7. 0 at −infinity.
///
///     using Net = Sequential<Input<3>, GELUTanh>;
///     static_assert(Net::output_shape == Shape(3));
struct GELUTanh {
  static constexpr const char* keras_name = "GELUTanh";
  static constexpr void spell(Text& t) { t << "GELUTanh"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_activation<Activation::gelu_tanh>(b, x); }
};

/// y = x / (1 + exp(−x)). Gradient: dy · s · (1 + x · (1 − s)), s the sigmoid. Known as: Keras `silu` and `swish`,
/// PyTorch `SiLU`.
/// Error: 2e-7 · max(1, |y|), 2.5e-7 relative from x = −87 on; gradient 2.5e-7. 0 at −infinity.
///
///     using Net = Sequential<Input<3>, SiLU>;
///     static_assert(Net::output_shape == Shape(3));
struct SiLU {
  static constexpr const char* keras_name = "SiLU";
  static constexpr void spell(Text& t) { t << "SiLU"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_activation<Activation::silu>(b, x); }
};

/// y = x · min(max(x + 3, 0), 6) / 6 (Howard et al. 2019). Gradient: dy · (x / 3 + 1/2) where −3 < x < 3, dy above.
/// Known as: Keras `hard_silu`, PyTorch `Hardswish`, ONNX `HardSwish`.
/// Error: 2e-7 · max(1, |y|), 2.5e-7 relative from x = −1 on; gradient 2.5e-7. 0 at −infinity.
///
///     using Net = Sequential<Input<3>, HardSwish>;
///     static_assert(Net::output_shape == Shape(3));
struct HardSwish {
  static constexpr const char* keras_name = "HardSwish";
  static constexpr void spell(Text& t) { t << "HardSwish"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_activation<Activation::hard_swish>(b, x); }
};

/// y = x · tanh(softplus(x)) (Misra 2019). Known as: Keras `mish`, PyTorch and ONNX `Mish`.
/// Error: 2e-7 · max(1, |y|), 3e-7 relative from x = −87 on; gradient 2.5e-7. 0 at −infinity.
///
///     using Net = Sequential<Input<3>, Mish>;
///     static_assert(Net::output_shape == Shape(3));
struct Mish {
  static constexpr const char* keras_name = "Mish";
  static constexpr void spell(Text& t) { t << "Mish"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_activation<Activation::mish>(b, x); }
};

/// y[k] = exp(x[k] − max x) / sum of exp(x − max x), over the channels of each pixel or the units of a flat
/// value. Gradient: y · (dy − sum of dy · y). Known as: Keras, PyTorch and ONNX `Softmax`.
/// Error: 1e-5 relative for any number of channels.
///
///     using Net = Sequential<Input<10>, Softmax>;
///     static_assert(Net::output_shape == Shape(10));
struct Softmax {
  static constexpr const char* keras_name = "Softmax";
  static constexpr void spell(Text& t) { t << "Softmax"; }
  static constexpr Node lower(Builder& b, Node x) { return b.add({.kind = Kind::softmax, .out = b.shape(x)}, x); }
};

/// y[k] = x[k] − log(sum of exp x). Gradient: dy − exp(y) · sum of dy. Known as: Keras `log_softmax`, PyTorch and ONNX
/// `LogSoftmax`.
/// Error: 3e-7 · max(1, |y|) beside the rounding of x − max x, also of logits near a million.
///
///     using Net = Sequential<Input<10>, LogSoftmax>;
///     static_assert(Net::output_shape == Shape(10));
struct LogSoftmax {
  static constexpr const char* keras_name = "LogSoftmax";
  static constexpr void spell(Text& t) { t << "LogSoftmax"; }
  static constexpr Node lower(Builder& b, Node x) { return b.add({.kind = Kind::log_softmax, .out = b.shape(x)}, x); }
};

/// y = x where x > 0, else alpha[c] · x, with a slope a channel that is learnt (He et al. 2015).
/// Shape: unchanged. Parameters: `alpha` {C}, 0.25 as in PyTorch. Gradient: dy or alpha · dy; d alpha = sum of dy · x
/// where x <= 0. Known as: Keras `PReLU(shared_axes=[1, 2])`, PyTorch `PReLU(C)`, ONNX `PRelu`.
///
///     using Net = Sequential<Input<4, 4, 8>, PReLU>;
///     static_assert(Net::parameter_count == 8);
struct PReLU {
  static constexpr const char* keras_name = "PReLU";
  static constexpr void spell(Text& t) { t << "PReLU"; }
  static constexpr Node lower(Builder& b, Node x) {
    Op op{.kind = Kind::prelu, .out = b.shape(x)};
    b.parameter(op, "alpha", Shape(op.out.channels()), {Initializer::quarter});
    return b.add(op, x);
  }
};

}  // namespace cincel

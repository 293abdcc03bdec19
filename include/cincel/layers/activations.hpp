// ReLU, Sigmoid, Tanh, Softmax.
#pragma once

#include <cincel/graph/builder.hpp>

namespace cincel {

namespace detail {
template <Activation Function>
constexpr Node lower_activation(Builder& b, Node x) {
  return b.add({.kind = Kind::activation, .activation = Function, .out = b.shape(x)}, x);
}
}  // namespace detail

/// y = max(x, 0). Gradient: dy where y > 0. Known as: Keras `ReLU`, PyTorch `ReLU`, ONNX `Relu`.
///
///     using Net = Sequential<Input<4, 4, 2>, ReLU>;
///     static_assert(Net::output_shape == Shape(4, 4, 2));
struct ReLU {
  static constexpr const char* keras_name = "ReLU";
  static constexpr void spell(Text& t) { t << "ReLU"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_activation<Activation::relu>(b, x); }
};

/// y = 1 / (1 + exp(−x)). Gradient: dy · y · (1 − y). Known as: Keras `sigmoid`, PyTorch and ONNX `Sigmoid`.
///
///     using Net = Sequential<Input<3>, Sigmoid>;
///     static_assert(Net::output_shape == Shape(3));
struct Sigmoid {
  static constexpr const char* keras_name = "Sigmoid";
  static constexpr void spell(Text& t) { t << "Sigmoid"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_activation<Activation::sigmoid>(b, x); }
};

/// y = tanh(x). Gradient: dy · (1 − y²). Known as: Keras `tanh`, PyTorch and ONNX `Tanh`.
///
///     using Net = Sequential<Input<3>, Tanh>;
///     static_assert(Net::output_shape == Shape(3));
struct Tanh {
  static constexpr const char* keras_name = "Tanh";
  static constexpr void spell(Text& t) { t << "Tanh"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_activation<Activation::tanh>(b, x); }
};

/// y[k] = exp(x[k] − max x) / sum of exp(x − max x), over the channels of each pixel or the units of a flat
/// value. Gradient: y · (dy − sum of dy · y). Known as: Keras, PyTorch and ONNX `Softmax`.
///
///     using Net = Sequential<Input<10>, Softmax>;
///     static_assert(Net::output_shape == Shape(10));
struct Softmax {
  static constexpr const char* keras_name = "Softmax";
  static constexpr void spell(Text& t) { t << "Softmax"; }
  static constexpr Node lower(Builder& b, Node x) { return b.add({.kind = Kind::softmax, .out = b.shape(x)}, x); }
};

}  // namespace cincel

// The lowered network: operators, parameters and scopes as plain values. No layer and no kernel is known here.
#pragma once

#include <cincel/core/shape.hpp>
#include <cincel/core/window.hpp>

#include <cstdint>

namespace cincel {

/// A value of the graph: the number of the operator that makes it.
using Node = int;

enum class Kind : std::uint8_t {
  input,
  conv2d,
  dense,
  max_pooling2d,
  average_pooling2d,
  global_average_pooling2d,
  batch_normalization,
  rescaling,
  activation,
  softmax,
  dropout,
  flatten,
  copy,  // made by passes only: moves a value into a buffer of another geometry
};

enum class Activation : std::uint8_t { none, relu, sigmoid, tanh };

/// What is folded into the weights of a convolution or dense operator when they are packed.
struct Fold {
  int normalization = -1;  // first parameter of a batch normalisation after it
  float epsilon = 0;       // … and its epsilon
  bool center = false, scale = false;
  float input_scale = 1, input_offset = 0;  // a rescaling before it
  friend constexpr bool operator==(const Fold&, const Fold&) = default;
};

/// One operator. Operands and parameters are ranges into the graph's `edges` and `params`.
struct Op {
  Kind kind = Kind::input;
  Activation activation = Activation::none;  // of an activation operator, or fused into the epilogue
  bool center = true, scale = true;          // batch normalisation: has beta, has gamma
  Window window{};
  Window pool{};  // a max-pooling fused behind a convolution; kernel 1 if none
  Shape in{}, out{};
  int first_edge = 0, edges = 0;
  int param = 0, params = 0;
  float a = 0, b = 0;  // rate | epsilon, momentum | scale, offset
  Fold fold{};
  std::int64_t macs = 0;
  int scope = -1;
};

enum class Initializer : std::uint8_t { zeros, ones, glorot_uniform, glorot_normal, he_uniform, he_normal };

/// How a parameter starts: fans as Keras counts them (receptive field x channels).
struct Init {
  Initializer how = Initializer::zeros;
  std::int64_t fan_in = 1, fan_out = 1;
};

/// A tensor of numbers that belongs to a layer: weights are {h, w, in, out} or {in, out}, as in Keras.
struct Param {
  int scope = -1;
  const char* leaf = "";
  Shape shape{};
  Init init{};
  bool trainable = true;
};

/// The name that a user gave to a layer, if any. (A flag says so: g++ under its undefined-behaviour sanitizer cannot
/// compare the address of a template argument with null in a constant expression.)
struct GivenName {
  const char* text = "";
  bool given = false;
};

/// A layer's place in the tree of names; without a given name it gets a default one from its kind.
struct Scope {
  int parent = -1;
  GivenName name{};
  const char* kind = "";
};

/// What the backward pass of an operator reads besides the gradient of its output.
struct Reads {
  bool x = false, y = false;
};

constexpr Reads backward_reads(const Op& op) {
  const bool through_y = op.activation != Activation::none;  // f'(x) is a function of f(x) for all of these
  switch (op.kind) {
    case Kind::conv2d:
    case Kind::dense: return {true, through_y};
    case Kind::max_pooling2d: return {true, true};
    case Kind::batch_normalization: return {true, through_y};
    case Kind::activation: return {false, true};
    case Kind::softmax: return {false, true};
    default: return {false, false};
  }
}

[[gnu::always_inline]] constexpr bool has_weights(Kind kind) { return kind == Kind::conv2d || kind == Kind::dense; }

}  // namespace cincel

// The lowered network: operators, parameters and scopes as plain values. No layer and no kernel is known here.
#pragma once

#include <cincel/core/shape.hpp>
#include <cincel/core/window.hpp>
#include <cincel/graph/activations.hpp>

#include <cstdint>

namespace cincel {

struct UserOps;  // graph/user_ops.hpp

/// A value of the graph: the number of the operator that makes it.
using Node = int;

/// What an operator computes. ops/ has a file for each, with what the plan must know of it; kernels/ has its arithmetic.
/// (The places are part of fingerprints: a new one stands behind all others, before `copy`, which no fingerprint has.)
enum class Kind : std::uint8_t {
  input,
  conv2d,
  depthwise_conv2d,
  conv2d_transpose,
  dense,
  max_pooling2d,
  average_pooling2d,
  global_average_pooling2d,
  global_max_pooling2d,
  batch_normalization,
  group_normalization,
  pixel_normalization,
  local_response_normalization,
  channel_affine,
  activation,
  prelu,
  softmax,
  log_softmax,
  noise,
  reshape,
  rearrange,
  resize,
  embedding,
  attention,
  add_parameter,
  multiply_parameter,
  add,
  multiply,
  average,
  maximum,
  concat,
  user,
  lp_pooling2d,
  copy,  // made by passes only: moves a value into a buffer of another geometry
};

/// What a noise operator does while training; at inference it does nothing.
enum class Noise : std::uint8_t { dropout, channel_dropout, alpha_dropout, gaussian, gaussian_dropout, depth };

/// Whether a padded pixel counts in the mean of an average pooling.
enum class PaddingCounts : std::uint8_t { no, yes };

/// What a pixel normalisation divides a pixel's channels by.
enum class PixelNorm : std::uint8_t { layer, rms, unit };

/// How a resizing makes a pixel: of the nearest one, or of the four around it.
enum class Interpolation : std::uint8_t { nearest, bilinear };

/// A local response normalisation: y[c] = x[c] · (k + alpha / size · the squares of `size` channels around c)^(−beta).
struct LocalResponse {
  int size = 0;
  float k = 0, alpha = 0, beta = 0;
};

/// What is folded into the weights of a convolution or dense operator when they are packed.
struct Fold {
  int normalization = -1;  // first parameter of a batch normalisation after it
  float epsilon = 0;       // … and its epsilon
  bool center = false, scale = false;
  int input_affine = -1;      // number of an affine map of the input
  int input_statistics = -1;  // first parameter (mean, then variance) of a normalisation that follows that map
  float input_epsilon = 0;
  friend constexpr bool operator==(const Fold&, const Fold&) = default;
};

/// Pre-processing: input channel c is multiplied by scale[c mod 4], then offset[c mod 4] is added.
struct ChannelAffine {
  double scale[4] = {1, 1, 1, 1}, offset[4] = {};
  friend constexpr bool operator==(const ChannelAffine&, const ChannelAffine&) = default;
};

/// Which element of a value goes where, as a nest of up to 6 loops that go through the value and the result at once:
/// each turn of a loop moves the place in either by a number of rows (axis 0), columns (1) or channels (2).
/// Permutations, crops, paddings, repeats and blocks are all of this form. What is not written is zero.
struct Rearrangement {
  struct Loop {
    std::int32_t n = 1;
    std::uint8_t from_axis = 2, to_axis = 2;
    std::int32_t from_step = 0, to_step = 0;
    friend constexpr bool operator==(const Loop&, const Loop&) = default;
  };
  Loop loop[6] = {};
  int loops = 0;
  std::int32_t from[3] = {}, to[3] = {};  // row, column, channel where the nest begins
  bool whole = true;                      // whether all of the output is written

  constexpr void add(std::int64_t n, int from_axis, std::int64_t from_step, int to_axis, std::int64_t to_step) {
    loop[loops++] = {static_cast<std::int32_t>(n), static_cast<std::uint8_t>(from_axis),
                     static_cast<std::uint8_t>(to_axis), static_cast<std::int32_t>(from_step),
                     static_cast<std::int32_t>(to_step)};
  }
  friend constexpr bool operator==(const Rearrangement&, const Rearrangement&) = default;
};

/// One operator. Operands and parameters are ranges into the graph's `edges` and `params`. It is copied often while the
/// compiler works, so what few operators have stands in lists of its own.
struct Op {
  Kind kind = Kind::input;
  Activation activation = Activation::none;  // of an activation operator, or fused into the epilogue
  std::uint8_t implementation = 0;           // number in the list of the operator (plan/choose.hpp)
  Noise noise = Noise::dropout;
  PaddingCounts padding_counts = PaddingCounts::no;
  PixelNorm pixel_norm = PixelNorm::layer;
  Interpolation interpolation = Interpolation::nearest;
  std::uint8_t power = 0;            // of an Lp pooling
  bool causal = false;               // an attention that sees no later step
  bool center = true, scale = true;  // normalisations: has beta, has gamma
  bool bytes = false;                // an input of 8-bit numbers
  bool residual = false;             // a convolution that adds its second operand before its activation
  Window window{};
  Size pool{1};  // a max-pooling fused behind a convolution: its window, which is its stride too; 1 if none
  Shape in{}, out{};
  int first_edge = 0, edges = 0;
  int param = 0, params = 0;
  float alpha = 0;                  // of the activation: its slope, limit or scale
  float rate = 0;                   // of noise: the share that is dropped, or the standard deviation
  float epsilon = 0, momentum = 0;  // of a normalisation
  float score_scale = 0;            // of an attention: what its products of queries and keys are multiplied by
  int heads = 0;                    // of an attention
  int vocabulary = 0;               // of an embedding: its rows
  int input = 0;                    // the number of an input
  int groups = 1;                   // of a convolution or normalisation, of channels
  LocalResponse response{};
  Fold fold{};
  std::int64_t macs = 0;
  int scope = -1;
  int detail = -1;  // a rearrangement's or an affine map's number in the graph's lists
  const UserOps* user = nullptr;
};

/// The numbers that a parameter starts with.
enum class Initializer : std::uint8_t {
  zeros,
  ones,
  glorot_uniform,
  glorot_normal,
  he_uniform,
  he_normal,
  lecun_normal,
  small_uniform,  // ±0.05, Keras's "uniform" for embeddings
  quarter,        // 0.25: PyTorch's PReLU
};

/// How a parameter starts.
struct Init {
  Initializer how = Initializer::zeros;
  std::int64_t fan_in = 1, fan_out = 1;
};

/// Fans as Keras counts them (`compute_fans`), from the shape of the weights alone: the last extent but one, and the
/// last, each times the receptive field, which is the product of all extents before these. So grouped convolutions have
/// {C / groups, Filters}, depthwise ones {C, multiplier} and transposed ones {Filters, C}.
constexpr Init init_of(Initializer how, const Shape& weights) {
  std::int64_t field = 1;
  for (int i = 0; i + 2 < weights.rank; ++i) field = checked_product(field, weights[i]);
  return {how, checked_product(field, weights[weights.rank - 2]), checked_product(field, weights[weights.rank - 1])};
}

/// A tensor of numbers that belongs to a layer: weights are {h, w, in, out} or {in, out}, as in Keras.
struct Param {
  int scope = -1;
  const char* leaf = "";
  Shape shape{};
  Init init{};
  bool trainable = true;
};

/// The name that a user gave to a layer, if any. (A flag says so: g++ under its undefined-behaviour sanitizer cannot
/// compare the address of a template argument with null in a constant expression.) The blocks of a `Repeat` are
/// called by their number.
struct GivenName {
  const char* text = "";
  bool given = false;
  int number = -1;
};

/// A layer's place in the tree of names; without a given name it gets a default one from its kind: the `ordinal`-th
/// of that kind beside it.
struct Scope {
  int parent = -1;
  GivenName name{};
  const char* kind = "";
  int ordinal = 0;
};

/// How the ops of a layer or block shall be computed.
struct ForcedChoice {
  int scope = -1;
  const char* implementation = "";
};

/// What the network makes, and what it is called; the first output is the last layer's.
struct NetworkOutput {
  Node node = 0;
  const char* name = "";
};

/// What the backward pass of an operator reads besides the gradient of its output.
struct Reads {
  bool x = false, y = false;
};

}  // namespace cincel

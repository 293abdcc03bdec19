// Layers on sequences of steps: Embedding, PositionalEmbedding, MultiHeadAttention, LayerScale.
#pragma once

#include <cincel/layers/dense.hpp>
#include <cincel/layers/windows.hpp>

namespace cincel {

/// A row of a table for each token. The input holds token numbers 0 … Vocabulary − 1 as floats (exact to 2^24); any
/// other number makes zeros.
///
///     y[t, :] = table[x[t], :]
///
/// Shape: L -> L x Dimension. Parameters: `embeddings` {Vocabulary, Dimension}, uniform in ±0.05. Gradient: dy is added to
/// the row; none flows to the tokens. Known as: Keras `Embedding`, PyTorch `Embedding`, ONNX `Gather`.
///
///     using Net = Sequential<Input<20>, Embedding<1000, 16>>;
///     static_assert(Net::output_shape == Shape(20, 16) && Net::parameter_count == 16'000);
template <int Vocabulary, int Dimension>
struct Embedding {
  static constexpr const char* keras_name = "Embedding";
  static constexpr void spell(Text& t) { t << "Embedding<" << Vocabulary << ", " << Dimension << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    const Shape in = b.shape(x);
    if (in.rank != 1) return b.fail("needs a flat input of token numbers, got ", in);
    if (Vocabulary <= 0 || Dimension <= 0) return b.fail("has an empty table; make both its extents at least 1");
    if (Vocabulary > 1 << 24) return b.fail("has more than 2^24 tokens, which a float cannot count");
    Op op{.kind = Kind::embedding, .out = Shape(in[0], Dimension), .vocabulary = Vocabulary};
    b.parameter(op, "embeddings", {Vocabulary, Dimension}, {Initializer::small_uniform});
    return b.add(op, x);
  }
};

/// Adds a learnt vector to each step, so that layers behind know where they are: y[t, c] = x[t, c] + p[t, c].
/// Shape: unchanged. Parameters: `position_embeddings`, as the input, Glorot-uniform. Gradient: dy to both.
/// Known as: KerasHub `PositionEmbedding` with the addition.
///
///     using Net = Sequential<Input<16, 32>, PositionalEmbedding>;
///     static_assert(Net::parameter_count == 16 * 32);
struct PositionalEmbedding {
  static constexpr const char* keras_name = "PositionEmbedding";
  static constexpr void spell(Text& t) { t << "PositionalEmbedding"; }
  static constexpr Node lower(Builder& b, Node x) {
    const Shape in = b.shape(x);
    if (!check_rank(b, in, Rank::signal)) return x;
    Op op{.kind = Kind::add_parameter, .out = in};
    b.parameter(op, "position_embeddings", in, init_of(Initializer::glorot_uniform, in));
    return b.add(op, x);
  }
};

/// Multiplies each channel by a learnt number that starts small (Touvron et al. 2021): y[c] = x[c] · gamma[c].
/// Shape: unchanged. Parameters: `gamma` {C}, 1. Gradient: dx = dy · gamma, d gamma = sum of dy · x.
/// Known as: Keras applications' `LayerScale`, timm `LayerScale`.
///
///     using Net = Sequential<Input<16, 32>, LayerScale>;
///     static_assert(Net::parameter_count == 32);
struct LayerScale {
  static constexpr const char* keras_name = "LayerScale";
  static constexpr void spell(Text& t) { t << "LayerScale"; }
  static constexpr Node lower(Builder& b, Node x) {
    Op op{.kind = Kind::multiply_parameter, .out = b.shape(x)};
    b.parameter(op, "gamma", Shape(op.out.channels()), {Initializer::ones});
    return b.add(op, x);
  }
};

/// Self-attention of `Heads` heads over the steps of a sequence (Vaswani et al. 2017).
///
///     head h: softmax(q kᵀ / sqrt(KeyDim)) v with q, k, v = x W + b, and y = all heads side by side · W + b
///
/// Shape: L x C -> L x C. Parameters: `query`, `key`, `value`: `weight` {C, Heads · KeyDim}, `bias`;
/// `attention_output`: `weight` {Heads · KeyDim, C}, `bias`; Glorot-uniform and zero. KeyDim 0 (the default) is C / Heads.
/// Gradient: through the softmax of each query, whose shares are made again. Options: `Causal`, `NoBias`.
/// Known as: Keras `MultiHeadAttention(num_heads, key_dim)` called with (x, x), PyTorch `MultiheadAttention`.
///
///     using Net = Sequential<Input<16, 32>, MultiHeadAttention<4>>;
///     static_assert(Net::parameter_count == 4 * (32 * 32 + 32));
template <int Heads, int KeyDim = 0, class... Option>
struct MultiHeadAttention {
  static constexpr const char* keras_name = "MultiHeadAttention";
  static constexpr void spell(Text& t) { t << "MultiHeadAttention<" << Heads << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o = read_options<Option...>(Options::bias_ | Options::initializer_ | Options::causal_);
    const Shape in = b.shape(x);
    if (!check_options(b, o, "Causal, NoBias, an initialiser") || !check_rank(b, in, Rank::signal)) return x;
    if (Heads <= 0 || KeyDim < 0) return b.fail("needs at least one head and a key dimension of at least 0");
    if (KeyDim == 0 && in[1] % Heads != 0)
      return b.fail("has ", Heads, " heads, which do not divide its ", in[1], " channels");
    const std::int64_t size = KeyDim > 0 ? KeyDim : in[1] / Heads, all = checked_product(size, Heads);
    const auto dense = [&](const char* name, Node from, std::int64_t units) {
      return b.in_scope(name, "Dense", [&] { return detail::lower_dense(b, from, units, o); });
    };
    const Node q = dense("query", x, all), k = dense("key", x, all), v = dense("value", x, all);
    if (b.failed()) return x;
    Op op{.kind = Kind::attention, .causal = o.causal, .out = Shape(in[0], all), .heads = Heads};
    op.score_scale = static_cast<float>(inverse_root(static_cast<double>(size)));
    op.macs = checked_product(2 * in[0], checked_product(in[0], all));
    return dense("attention_output", b.add(op, {q, k, v}), in[1]);
  }

 private:
  static constexpr double inverse_root(double x) {
    double y = x;
    for (int i = 0; i < 60; ++i) y = (y + x / y) / 2;
    return 1 / y;
  }
};

}  // namespace cincel

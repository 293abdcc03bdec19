// Normalisations within one sample: LayerNormalization, RMSNormalization, UnitNormalization, GroupNormalization,
// InstanceNormalization, LocalResponseNormalization.
#pragma once

#include <cincel/layers/options.hpp>

namespace cincel {

namespace detail {

/// gamma and beta a channel, as far as the options want them.
constexpr Node lower_normalization(Builder& b, Node x, Op op, const Options& o) {
  if (!check_options(b, o, "Epsilon, NoCenter, NoScale")) return x;
  if (!(o.epsilon > 0)) return b.fail("has an epsilon that is not above 0; use 1e-3f or so");
  op.out = b.shape(x);
  op.epsilon = o.epsilon;
  op.center = o.center;
  op.scale = o.scale;
  const Shape per_channel(op.out.channels());
  if (o.scale) b.parameter(op, "gamma", per_channel, {Initializer::ones});
  if (o.center) b.parameter(op, "beta", per_channel, {});
  return b.add(op, x);
}

inline constexpr unsigned normalization_options = Options::epsilon_ | Options::center_ | Options::scale_;

}  // namespace detail

/// Normalises the channels of each pixel, step or flat value (Ba et al. 2016).
///
///     y[c] = gamma[c] · (x[c] − mean) / sqrt(variance + epsilon) + beta[c]
///
/// Shape: unchanged. Parameters: `gamma` {C}, 1; `beta` {C}, 0. Gradient, with x̂ = (x − mean) / σ and g = dy · gamma:
/// dx = (g − mean of g − x̂ · mean of g · x̂) / σ. Options: `Epsilon<e>` (1e-3), `NoCenter`, `NoScale`.
/// Known as: Keras `LayerNormalization`, PyTorch `LayerNorm(C)`, ONNX `LayerNormalization`.
///
///     using Net = Sequential<Input<16, 32>, LayerNormalization<>>;
///     static_assert(Net::parameter_count == 64);
template <class... Option>
struct LayerNormalization {
  static constexpr const char* keras_name = "LayerNormalization";
  static constexpr void spell(Text& t) { t << "LayerNormalization<>"; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o = read_options<Option...>(detail::normalization_options);
    const Op op{.kind = Kind::pixel_normalization, .pixel_norm = PixelNorm::layer};
    return detail::lower_normalization(b, x, op, o);
  }
};

/// Divides the channels of each pixel or step by their root mean square (Zhang and Sennrich 2019).
///
///     y[c] = gamma[c] · x[c] / sqrt(mean of x² + epsilon)
///
/// Shape: unchanged. Parameters: `gamma` {C}, 1. Options: `Epsilon<e>` (1e-6, as in Keras), `NoScale`.
/// Known as: Keras and PyTorch `RMSNormalization`, `RMSNorm`.
///
///     using Net = Sequential<Input<16, 32>, RMSNormalization<>>;
///     static_assert(Net::parameter_count == 32);
template <class... Option>
struct RMSNormalization {
  static constexpr const char* keras_name = "RMSNormalization";
  static constexpr void spell(Text& t) { t << "RMSNormalization<>"; }
  static constexpr Node lower(Builder& b, Node x) {
    Options o = read_options<Option...>(Options::epsilon_ | Options::scale_);
    if ((o.given & Options::epsilon_) == 0) o.epsilon = 1e-6f;
    o.center = false;
    const Op op{.kind = Kind::pixel_normalization, .pixel_norm = PixelNorm::rms};
    return detail::lower_normalization(b, x, op, o);
  }
};

/// Divides the channels of each pixel or step by their Euclidean length, but by no less than 1e-12.
///
///     y = x / max(|x|, 1e-12)
///
/// Shape: unchanged; no parameters. Known as: Keras `UnitNormalization`, PyTorch `normalize`, ONNX `LpNormalization`.
///
///     using Net = Sequential<Input<32>, UnitNormalization>;
///     static_assert(Net::output_shape == Shape(32));
struct UnitNormalization {
  static constexpr const char* keras_name = "UnitNormalization";
  static constexpr void spell(Text& t) { t << "UnitNormalization"; }
  static constexpr Node lower(Builder& b, Node x) {
    Options o;
    o.center = o.scale = false;
    o.epsilon = 1e-12f;
    const Op op{.kind = Kind::pixel_normalization, .pixel_norm = PixelNorm::unit};
    return detail::lower_normalization(b, x, op, o);
  }
};

/// Normalises each of `N` groups of channels over the whole map (Wu and He 2018); formula and gradient as for
/// LayerNormalization. Shape: unchanged. Parameters: `gamma` {C}, 1; `beta` {C}, 0. Options: `Epsilon<e>` (1e-3),
/// `NoCenter`, `NoScale`. Known as: Keras `GroupNormalization`, PyTorch `GroupNorm`, ONNX `GroupNormalization`.
///
///     using Net = Sequential<Input<8, 8, 32>, GroupNormalization<4>>;
///     static_assert(Net::parameter_count == 64);
template <int N, class... Option>
struct GroupNormalization {
  static constexpr const char* keras_name = "GroupNormalization";
  static constexpr void spell(Text& t) { t << "GroupNormalization<" << N << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o = read_options<Option...>(detail::normalization_options);
    const std::int64_t channels = b.shape(x).channels();
    if (N <= 0) return b.fail("has ", N, " groups; make it at least 1");
    if (channels % N != 0) return b.fail("has ", N, " groups, which do not divide its ", channels, " channels");
    return detail::lower_normalization(b, x, {.kind = Kind::group_normalization, .groups = N}, o);
  }
};

/// Normalises each channel over the map by itself (Ulyanov et al. 2016): GroupNormalization with a group a channel.
/// Parameters and options: the same. Known as: PyTorch `InstanceNorm2d(affine=True)`, ONNX `InstanceNormalization`.
///
///     using Net = Sequential<Input<8, 8, 32>, InstanceNormalization<>>;
///     static_assert(Net::parameter_count == 64);
template <class... Option>
struct InstanceNormalization {
  static constexpr const char* keras_name = "InstanceNormalization";
  static constexpr void spell(Text& t) { t << "InstanceNormalization<>"; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o = read_options<Option...>(detail::normalization_options);
    const auto channels = static_cast<int>(b.shape(x).channels());
    return detail::lower_normalization(b, x, {.kind = Kind::group_normalization, .groups = channels}, o);
  }
};

/// Local response normalisation across channels (Krizhevsky et al. 2012).
///
///     y[c] = x[c] / (K + Alpha / Size · sum over |e − c| <= Size / 2 of x[e]²) ^ Beta
///
/// Shape: unchanged; no parameters. `Size` is odd. Known as: PyTorch `LocalResponseNorm`, ONNX `LRN` (TensorFlow's
/// alpha is ours divided by Size).
///
///     using Net = Sequential<Input<8, 8, 32>, LocalResponseNormalization<5>>;
///     static_assert(Net::output_shape == Shape(8, 8, 32));
template <int Size, float Alpha = 1e-4f, float Beta = 0.75f, float K = 1.0f>
struct LocalResponseNormalization {
  static constexpr const char* keras_name = "LocalResponseNormalization";
  static constexpr void spell(Text& t) { t << "LocalResponseNormalization<" << Size << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    if (Size <= 0 || Size % 2 == 0) return b.fail("has a size of ", Size, "; make it odd");
    if (!(K > 0) || !(Alpha >= 0)) return b.fail("needs a K above 0 and an Alpha of at least 0");
    return b.add({.kind = Kind::local_response_normalization,
                  .out = b.shape(x),
                  .response = {.size = Size, .k = K, .alpha = Alpha, .beta = Beta}},
                 x);
  }
};

}  // namespace cincel

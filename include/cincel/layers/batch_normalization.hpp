// BatchNormalization<Options...>.
#pragma once

#include <cincel/layers/options.hpp>

namespace cincel {

/// Normalises each channel (Ioffe and Szegedy 2015).
///
///     y = gamma · (x − mean) / sqrt(variance + epsilon) + beta
///
/// Training takes mean and (biased) variance of the batch, over all pixels, and moves the statistics:
/// moving = momentum · moving + (1 − momentum) · batch, as Keras does. Inference takes the moving ones; a pass
/// folds it into a convolution or dense layer before it.
/// Shape: unchanged. Parameters, one number a channel: `gamma` (1), `beta` (0); not trained: `moving_mean` (0),
/// `moving_variance` (1).
/// Options: `Momentum<m>` (0.99), `Epsilon<e>` (1e-3), `NoCenter`, `NoScale`.
/// Known as: Keras `BatchNormalization`, PyTorch `BatchNorm2d`, ONNX `BatchNormalization`.
///
///     using Net = Sequential<Input<8, 8, 4>, BatchNormalization<>>;
///     static_assert(Net::parameter_count == 8 && Net::non_trainable_count == 8);
template <class... Option>
struct BatchNormalization {
  static constexpr const char* keras_name = "BatchNormalization";

  static constexpr void spell(Text& t) { t << "BatchNormalization<>"; }

  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o =
        read_options<Option...>(Options::momentum_ | Options::epsilon_ | Options::center_ | Options::scale_);
    if (!check_options(b, o, "Momentum, Epsilon, NoCenter, NoScale")) return x;
    if (!(o.momentum >= 0 && o.momentum <= 1)) return b.fail("has a momentum outside [0, 1]; use 0.99f or so");
    if (!(o.epsilon > 0)) return b.fail("has an epsilon that is not above 0; use 1e-3f or so");
    const Shape per_channel(b.shape(x).channels());
    Op op{.kind = Kind::batch_normalization, .center = o.center, .scale = o.scale, .out = b.shape(x)};
    op.epsilon = o.epsilon;
    op.momentum = o.momentum;
    if (o.scale) b.parameter(op, "gamma", per_channel, {Initializer::ones});
    if (o.center) b.parameter(op, "beta", per_channel, {});
    b.parameter(op, "moving_mean", per_channel, {}, false);
    b.parameter(op, "moving_variance", per_channel, {Initializer::ones}, false);
    return b.add(op, x);
  }
};

}  // namespace cincel

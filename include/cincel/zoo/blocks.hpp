// What several architectures share: a convolution with batch normalisation and activation, squeeze and excitation, the
// rounding of channel counts.
#pragma once

#include <cincel/graph/wiring_error.hpp>

#include <cincel/layers/layers.hpp>
#include <cincel/model/facts.hpp>

namespace cincel::zoo {

/// Batch normalisation with PyTorch's constants (its momentum 0.1 is the weight of the new).
using BatchNorm = BatchNormalization<Epsilon<1e-5f>, Momentum<0.9f>>;
/// … with those of MobileNetV3 and of the larger EfficientNets.
using BatchNorm3 = BatchNormalization<Epsilon<1e-3f>, Momentum<0.99f>>;

/// The padding that keeps a map's size at stride 1: (kernel − 1) / 2 on each side, as PyTorch's networks have it.
template <int Kernel>
using Around = Padding<(Kernel - 1) / 2>;

/// A convolution without bias, a normalisation, an activation.
template <int Filters, int Kernel, int S = 1, class Norm = BatchNorm, class... Activation>
using ConvNorm = Sequential<Conv2D<Filters, Kernel, Stride<S>, Around<Kernel>, NoBias, HeNormal>, Norm, Activation...>;
template <int Kernel, int S = 1, class Norm = BatchNorm, class... Activation>
using DepthwiseNorm =
    Sequential<DepthwiseConv2D<Kernel, Stride<S>, Around<Kernel>, NoBias, HeNormal>, Norm, Activation...>;

/// Squeeze and excitation (Hu et al. 2018): a factor a channel, computed from the channels' means.
template <int Channels, int Squeezed, class Inner, class Gate>
using SqueezeExcitation =
    Multiply<Identity, Sequential<GlobalAveragePooling2D, Dense<Squeezed>, Inner, Dense<Channels>, Gate>>;

/// `Net`, with the assertion that it has `Count` parameters, as published for its default arguments; 0 if there is no
/// such count. It is made where the network is used, so that including a file of the zoo costs nothing.
template <class Net, std::int64_t Count>
struct Published {
  static_assert(network_error<Net>::ok);  // a wrong network is one error
  static_assert(Count == 0 || Net::parameter_count == Count, "the network has not the published number of parameters");
  using type = Net;
};

/// The multiple of `divisor` nearest to `channels`, at least `divisor` and at least 90 % of `channels` (the rule of
/// TensorFlow's MobileNets).
constexpr int make_divisible(double channels, int divisor = 8) {
  int n = static_cast<int>(channels + divisor / 2.0) / divisor * divisor;
  if (n < divisor) n = divisor;
  return n < 0.9 * channels ? n + divisor : n;
}

}  // namespace cincel::zoo

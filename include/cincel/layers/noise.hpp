// Layers that only act while training: Dropout and its kin, noise, StochasticDepth.
#pragma once

#include <cincel/graph/builder.hpp>

namespace cincel {

namespace detail {
constexpr Node lower_noise(Builder& b, Node x, Noise noise, float rate) {
  if (!(rate >= 0 && rate < 1)) return b.fail("has a rate outside [0, 1); give the share to drop, as 0.5f");
  return b.add({.kind = Kind::noise, .noise = noise, .out = b.shape(x), .rate = rate}, x);
}
}  // namespace detail

/// While training, sets a share `Rate` of its values to zero and multiplies the others by 1 / (1 − Rate); does
/// nothing at inference, where a pass removes it (Srivastava et al. 2014).
/// Shape: unchanged. Gradient: dy times the same mask. `Rate` is kept to 2⁻¹⁶.
/// Known as: Keras, PyTorch and ONNX `Dropout`.
///
///     using Net = Sequential<Input<10>, Dropout<0.5f>>;
///     static_assert(Net::output_shape == Shape(10));
template <float Rate>
struct Dropout {
  static constexpr const char* keras_name = "Dropout";
  static constexpr void spell(Text& t) { t << "Dropout<" << Rate << '>'; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_noise(b, x, Noise::dropout, Rate); }
};

/// Dropout of whole channels (Tompson et al. 2015).
/// Shape: unchanged. Gradient: dy times the same mask. Known as: Keras `SpatialDropout2D`, PyTorch `Dropout2d`.
///
///     using Net = Sequential<Input<8, 8, 4>, SpatialDropout2D<0.2f>>;
///     static_assert(Net::output_shape == Shape(8, 8, 4));
template <float Rate>
struct SpatialDropout2D {
  static constexpr const char* keras_name = "SpatialDropout2D";
  static constexpr void spell(Text& t) { t << "SpatialDropout2D<" << Rate << '>'; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_noise(b, x, Noise::channel_dropout, Rate); }
};

/// Dropout that keeps mean and variance behind SELU: y = a · (x or −λα) + b, with a = ((1 − Rate)(1 + Rate λ²α²))^−½ and
/// b = a · Rate · λα (Klambauer et al. 2017). Shape: unchanged. Gradient: a · dy where x was kept.
/// Known as: Keras `AlphaDropout`, PyTorch `AlphaDropout`.
///
///     using Net = Sequential<Input<10>, SELU, AlphaDropout<0.1f>>;
///     static_assert(Net::output_shape == Shape(10));
template <float Rate>
struct AlphaDropout {
  static constexpr const char* keras_name = "AlphaDropout";
  static constexpr void spell(Text& t) { t << "AlphaDropout<" << Rate << '>'; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_noise(b, x, Noise::alpha_dropout, Rate); }
};

/// While training, y = x + a normal number of deviation `Stddev`. Shape: unchanged. Gradient: dy.
/// Known as: Keras `GaussianNoise`.
///
///     using Net = Sequential<Input<10>, GaussianNoise<0.1f>>;
///     static_assert(Net::output_shape == Shape(10));
template <float Stddev>
struct GaussianNoise {
  static constexpr const char* keras_name = "GaussianNoise";
  static constexpr void spell(Text& t) { t << "GaussianNoise<" << Stddev << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    if (!(Stddev >= 0 && Stddev < 1e30f))
      return b.fail("has a deviation that is no number of at least 0; use 0.1f or so");
    return b.add({.kind = Kind::noise, .noise = Noise::gaussian, .out = b.shape(x), .rate = Stddev}, x);
  }
};

/// While training, y = x · a normal number of mean 1 and deviation sqrt(Rate / (1 − Rate)). Shape: unchanged. Gradient:
/// dy times the same number. Known as: Keras `GaussianDropout`.
///
///     using Net = Sequential<Input<10>, GaussianDropout<0.1f>>;
///     static_assert(Net::output_shape == Shape(10));
template <float Rate>
struct GaussianDropout {
  static constexpr const char* keras_name = "GaussianDropout";
  static constexpr void spell(Text& t) { t << "GaussianDropout<" << Rate << '>'; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_noise(b, x, Noise::gaussian_dropout, Rate); }
};

/// While training, drops all of a sample's value with probability `Rate` and multiplies it by 1 / (1 − Rate) otherwise:
/// the last layer of a residual path (Huang et al. 2016). Shape: unchanged. Gradient: dy times the same number.
/// Known as: PyTorch `StochasticDepth(mode="row")`, Keras-CV `DropPath`.
///
///     using Net = Sequential<Input<8, 8, 4>, Residual<Sequential<Conv2D<4, 3, Same>, StochasticDepth<0.2f>>>>;
///     static_assert(Net::output_shape == Shape(8, 8, 4));
template <float Rate>
struct StochasticDepth {
  static constexpr const char* keras_name = "StochasticDepth";
  static constexpr void spell(Text& t) { t << "StochasticDepth<" << Rate << '>'; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_noise(b, x, Noise::depth, Rate); }
};

}  // namespace cincel

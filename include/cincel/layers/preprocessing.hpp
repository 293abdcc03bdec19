// Pre-processing inside the type: Rescaling, Normalization, Resizing, CenterCrop. What is affine is folded into the
// weights of the layer behind it where that is exact.
#pragma once

#include <cincel/core/square_root.hpp>
#include <cincel/layers/resampling.hpp>
#include <cincel/layers/shaping.hpp>

namespace cincel {

/// y = x · Scale + Offset: pre-processing as part of the type. A pass folds it into the weights of the layer
/// behind it where that is exact (no zero padding, or Offset 0), so that it costs nothing at inference.
/// Shape: unchanged. Gradient: dy · Scale. Known as: Keras `Rescaling`.
///
///     using Net = Sequential<Input<28, 28, 1>, Rescaling<1 / 255.0f>>;
///     static_assert(Net::output_shape == Shape(28, 28, 1));
template <float Scale, float Offset = 0.0f>
struct Rescaling {
  static constexpr const char* keras_name = "Rescaling";
  static constexpr void spell(Text& t) { t << "Rescaling<" << Scale << ", " << Offset << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    if (Scale - Scale != 0 || Offset - Offset != 0) return b.fail("has a scale or offset that is no number");
    Op op{.kind = Kind::channel_affine, .out = b.shape(x)};
    constexpr double s = static_cast<double>(Scale), o = static_cast<double>(Offset);
    return b.add(op, ChannelAffine{{s, s, s, s}, {o, o, o, o}}, x);
  }
};

/// Numbers for `Normalization`: one for all channels, or one for each of up to four.
template <float... Value>
struct Mean {};
template <float... Value>
struct Variance {};

/// y = (x − mean[c]) / max(sqrt(variance[c]), 1e-7), with statistics that are given or learnt from data, never trained.
///
/// `Normalization<Mean<0.485f, 0.456f, 0.406f>, Variance<0.0524f, 0.0502f, 0.0506f>>` has them in the type;
/// `Normalization<>` has them as parameters that are not trained: `mean` {C}, 0, and `variance` {C}, 1, which a weights
/// file holds and which `Model::adapt` takes from data. Either is folded into the layer behind it, unless that pads.
/// Shape: unchanged. Gradient: dy / deviation. Known as: Keras `Normalization`.
///
///     using Net = Sequential<Input<8, 8, 3>, Normalization<Mean<0.5f>, Variance<0.25f>>>;
///     static_assert(Net::parameter_count == 0);
template <class... Statistics>
struct Normalization {
  static constexpr const char* keras_name = "Normalization";
  static constexpr void spell(Text& t) { t << "Normalization<>"; }
  static constexpr Node lower(Builder& b, Node x) {
    if (sizeof...(Statistics) != 0)
      return b.fail("takes Mean<...>, Variance<...> in this order, or nothing if they are learnt by adapt");
    Op op{.kind = Kind::channel_affine, .out = b.shape(x), .epsilon = 1e-7f};
    const Shape channels(op.out.channels());
    b.parameter(op, "mean", channels, {}, false);
    b.parameter(op, "variance", channels, {Initializer::ones}, false);
    return b.add(op, x);
  }
};
template <float... M, float... V>
struct Normalization<Mean<M...>, Variance<V...>> {
  static constexpr const char* keras_name = "Normalization";
  static constexpr void spell(Text& t) { t << "Normalization<Mean, Variance>"; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr int means = sizeof...(M), variances = sizeof...(V);
    const std::int64_t channels = b.shape(x).channels();
    if ((means != 1 && means != channels) || (variances != 1 && variances != channels) || means > 4 || variances > 4)
      return b.fail("has ", means, " means and ", variances, " variances for ", channels,
                    " channels; give one for all, one for each of up to 4, or leave them out");
    const float mean[]{M..., 0.0f}, variance[]{V..., 0.0f};
    Op op{.kind = Kind::channel_affine, .out = b.shape(x)};
    ChannelAffine affine;
    for (int c = 0; c < 4; ++c) {
      const double v = static_cast<double>(variance[c < variances ? c : variances - 1]);
      if (!(v > 0)) return b.fail("has a variance that is not above 0");
      const double scale = 1 / square_root(v), m = static_cast<double>(mean[c < means ? c : means - 1]);
      affine.scale[c] = scale;
      affine.offset[c] = -m * scale;
    }
    return b.add(op, affine, x);
  }
};

/// A map at another size, pixels' centres at halves (no antialiasing). Shape: H x W x C -> Height x Width x C.
///
///     Nearest   y[i, j] = x[floor((i + 1/2) · H / Height), floor((j + 1/2) · W / Width)]
///     Bilinear  the four pixels around ((i + 1/2) · H / Height − 1/2, …), by their shares; the border is repeated
///
/// Options: `Bilinear` (the default), `Nearest`. Known as: Keras `Resizing`, PyTorch `interpolate` ("bilinear" with
/// align_corners=False, "nearest-exact"), ONNX `Resize` (half_pixel; nearest with round_prefer_ceil).
///
///     using Net = Sequential<Input<48, 64, 3>, Resizing<24, 24>>;
///     static_assert(Net::output_shape == Shape(24, 24, 3));
template <int Height, int Width, class... Option>
struct Resizing {
  static constexpr const char* keras_name = "Resizing";
  static constexpr void spell(Text& t) { t << "Resizing<" << Height << ", " << Width << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    Options o = read_options<Option...>(Options::interpolation_);
    if ((o.given & Options::interpolation_) == 0) o.interpolation = Interpolation::bilinear;
    if (!check_options(b, o, "Nearest, Bilinear") || !check_rank(b, b.shape(x), Rank::map)) return x;
    if (Height <= 0 || Width <= 0) return b.fail("makes ", Height, "x", Width, " pixels; make it at least 1x1");
    return detail::lower_resize(b, x, Height, Width, o.interpolation);
  }
};

/// The middle of a map; the odd row and column is left at the bottom and right. Shape: H x W x C -> Height x Width x C.
/// Known as: Keras `CenterCrop`, torchvision `CenterCrop`.
///
///     using Net = Sequential<Input<256, 256, 3>, CenterCrop<224, 224>>;
///     static_assert(Net::output_shape == Shape(224, 224, 3));
template <int Height, int Width>
struct CenterCrop {
  static constexpr const char* keras_name = "CenterCrop";
  static constexpr void spell(Text& t) { t << "CenterCrop<" << Height << ", " << Width << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    const Shape in = b.shape(x);
    if (!check_rank(b, in, Rank::map)) return x;
    if (Height <= 0 || Width <= 0 || Height > in[0] || Width > in[1])
      return b.fail("crops ", Height, "x", Width, " pixels out of ", in,
                    "; crop at least 1 and at most those there are");
    const int h = static_cast<int>(in[0]) - Height, w = static_cast<int>(in[1]) - Width;
    return detail::lower_cropping(b, x, {h / 2, w / 2, h - h / 2, w - w / 2}, Rank::map);
  }
};

}  // namespace cincel

// DepthwiseConv2D, SeparableConv2D.
#pragma once

#include <cincel/layers/convolution.hpp>

namespace cincel {

/// Convolution of each channel by itself.
///
///     y[i, j, c·M + m] = b[c·M + m] + sum over r, s of x[i·stride + r − top, j·stride + s − left, c] · w[r, s, c, m]
///
/// Shape: H x W x C -> H' x W' x C·M with the depth multiplier M. Parameters: `weight` {kernel, kernel, C, M},
/// Glorot-uniform; `bias` {C·M}, zero. Gradient: as for Conv2D, channel by channel.
/// Options: `Stride<n>` (1), `Same` / `Padding<n>` (Valid), `Dilation<n>` (1), `DepthMultiplier<M>` (1), `NoBias`, an
/// initialiser. Known as: Keras `DepthwiseConv2D`, PyTorch `Conv2d(groups=C)`, ONNX `Conv` with `group`.
///
///     using Net = Sequential<Input<9, 9, 4>, DepthwiseConv2D<3, DepthMultiplier<2>>>;
///     static_assert(Net::output_shape == Shape(7, 7, 8) && Net::parameter_count == 3 * 3 * 8 + 8);
template <Size Kernel, class... Option>
struct DepthwiseConv2D {
  static constexpr const char* keras_name = "DepthwiseConv2D";
  static constexpr void spell(Text& t) { t << "DepthwiseConv2D<" << Kernel << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o = read_options<Option...>(Options::convolution_ | Options::multiplier_);
    if (!check_options(b, o, "Stride, Same, Padding, Dilation, DepthMultiplier, NoBias, an initialiser")) return x;
    if (o.multiplier <= 0) return b.fail("has a depth multiplier of ", o.multiplier, "; make it at least 1");
    Window w{.kernel = Kernel, .stride = o.stride, .dilation = o.dilation};
    const Shape in = b.shape(x);
    if (!resolve_window(b, in, o, w)) return x;
    const std::int64_t taps = checked_product(w.kernel.h, w.kernel.w), filters = checked_product(in[2], o.multiplier);
    Op op{.kind = o.multiplier == 1 ? Kind::depthwise_conv2d : Kind::conv2d,
          .window = w,
          .out = window_output(in, w, filters)};
    op.groups = o.multiplier == 1 ? 1 : static_cast<int>(in[2]);
    const Shape weights(w.kernel.h, w.kernel.w, in[2], o.multiplier);
    b.parameter(op, "weight", weights, init_of(o.initializer, weights));
    if (o.bias) b.parameter(op, "bias", Shape(filters), {});
    op.macs = checked_product(op.out.volume(), taps);
    return b.add(op, x);
  }
};

/// A depthwise convolution, then a 1x1 one that mixes the channels (Chollet 2017).
/// Shape: H x W x C -> H' x W' x Filters. Parameters: `depthwise.weight` {kernel, kernel, C, M}, `pointwise.weight`
/// {1, 1, C·M, Filters}, `pointwise.bias` {Filters}. Gradient: of the one, then of the other.
/// Options: those of DepthwiseConv2D. Known as: Keras `SeparableConv2D`.
///
///     using Net = Sequential<Input<9, 9, 4>, SeparableConv2D<6, 3>>;
///     static_assert(Net::output_shape == Shape(7, 7, 6) && Net::parameter_count == 3 * 3 * 4 + 4 * 6 + 6);
template <int Filters, Size Kernel, class... Option>
struct SeparableConv2D {
  static constexpr const char* keras_name = "SeparableConv2D";
  static constexpr void spell(Text& t) { t << "SeparableConv2D<" << Filters << ", " << Kernel << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o = read_options<Option...>(Options::convolution_ | Options::multiplier_);
    if (!check_options(b, o, "Stride, Same, Padding, Dilation, DepthMultiplier, NoBias, an initialiser")) return x;
    // An option stands once: the user's NoBias is the depthwise one's too.
    if constexpr (o.bias)
      x = b.apply<DepthwiseConv2D<Kernel, Option..., NoBias>>(x, {"depthwise", true});
    else
      x = b.apply<DepthwiseConv2D<Kernel, Option...>>(x, {"depthwise", true});
    if (b.failed()) return x;
    return b.in_scope("pointwise", "Conv2D", [&] {
      Options point;
      point.bias = o.bias;
      point.initializer = o.initializer;
      return detail::lower_convolution(b, x, Filters, 1, point, Rank::map);
    });
  }
};

}  // namespace cincel

// Conv2DTranspose, Conv1DTranspose.
#pragma once

#include <cincel/layers/windows.hpp>

namespace cincel {

namespace detail {

/// Whether an axis may have so much output padding: it must make another output than a larger input would, as in PyTorch.
constexpr bool fits_output_padding(int extra, int stride, int dilation) {
  return extra >= 0 && (extra < stride || extra < dilation);
}

/// With `Same`: what a stride has beyond the pixels that the kernel spans.
constexpr Size same_output_padding(const Window& w) {
  const auto beyond = [](int kernel, int stride, int dilation) {
    const std::int64_t n = stride - span_of(kernel, dilation);
    return static_cast<int>(n > 0 ? n : 0);
  };
  return {beyond(w.kernel.h, w.stride.h, w.dilation.h), beyond(w.kernel.w, w.stride.w, w.dilation.w)};
}

constexpr Node lower_transposed_convolution(Builder& b, Node x, std::int64_t filters, Size kernel, Options o,
                                            Rank rank) {
  if (!check_options(b, o, "Stride, Same, Padding, OutputPadding, Dilation, NoBias, an initialiser")) return x;
  if (filters <= 0) return b.fail("has ", filters, " filters; make it at least 1");
  const Shape in = b.shape(x);
  Window w{.kernel = kernel, .stride = o.stride, .dilation = o.dilation};
  const bool same = o.padding.mode == PaddingSpec::Mode::same;
  if (!check_window(b, in, o, w, rank)) return x;
  Size extra = o.output_padding;
  if (!extra.is_whole()) return b.fail("has an output padding of ", extra, ", which is no whole number of pixels");
  if (same && (o.given & Options::output_padding_) != 0)
    return b.fail("is given Same and OutputPadding, but Same alone decides its output; keep one of them");
  if (rank == Rank::signal && extra.h != 0 && extra.h != extra.w)
    return b.fail("has an output padding of ", extra, ", but a signal has steps only; give one number");
  if (rank == Rank::signal) extra.h = 0;
  if (!fits_output_padding(extra.h, w.stride.h, w.dilation.h) ||
      !fits_output_padding(extra.w, w.stride.w, w.dilation.w))
    return b.fail("has an output padding of ", o.output_padding,
                  "; make it at least 0 and less than the stride or the dilation");
  if (checked_product(in.height(), w.stride.h, max_elements) < 0 ||
      checked_product(in.width(), w.stride.w, max_elements) < 0)
    return b.fail("makes more than 2^40 numbers of its ", in, " input; make the stride smaller");
  const auto extent = [&](std::int64_t n, int k, int stride, int dilation, int before, int after, int more) {
    return (n - 1) * stride + span_of(k, dilation) - before - after + more;
  };
  if (same) {
    // The output is input · stride, padded as a same convolution of that output would be.
    w.pad = same_pads(w, in.height() * w.stride.h, in.width() * w.stride.w);
    extra = same_output_padding(w);
  }
  const std::int64_t h = extent(in.height(), w.kernel.h, w.stride.h, w.dilation.h, w.pad.top, w.pad.bottom, extra.h);
  const std::int64_t v = extent(in.width(), w.kernel.w, w.stride.w, w.dilation.w, w.pad.left, w.pad.right, extra.w);
  if (h <= 0 || v <= 0) return b.fail("is padded by more than it makes; pad less");
  const std::int64_t taps = checked_product(w.kernel.h, w.kernel.w), channels = in.channels();
  Op op{.kind = Kind::conv2d_transpose, .window = w, .out = in.resized(h, v, filters)};
  const Shape weights = kernel_shape(w, filters, channels, rank);
  b.parameter(op, "weight", weights, init_of(o.initializer, weights));
  if (o.bias) b.parameter(op, "bias", Shape(filters), {});
  op.macs = checked_product(in.volume(), checked_product(taps, filters));
  return b.add(op, x);
}

}  // namespace detail

/// Transposed convolution: the gradient of a convolution as a layer, which enlarges its map.
///
///     y[i·stride + r·dilation − top, j·stride + s·dilation − left, k] += x[i, j, c] · w[r, s, k, c]
///
/// Shape: H x W x C -> (H − 1) · stride + dilation · (kernel − 1) + 1 − padding + output padding, with `Same` H · stride.
/// Parameters: `weight` {kernel, kernel, Filters, C}, Glorot-uniform; `bias` {Filters}, zero.
/// Gradient: dx is the convolution of dy, dw the correlation of dy with x.
/// Options: `Stride<n>` (1), `Same` / `Padding<n>` (Valid), `OutputPadding<n>` (0; less than the stride or the
/// dilation), `Dilation<n>` (1), `NoBias`, an initialiser. Known as: Keras `Conv2DTranspose`, PyTorch `ConvTranspose2d`, ONNX `ConvTranspose`.
///
///     using Net = Sequential<Input<7, 7, 8>, Conv2DTranspose<4, 2, Stride<2>>>;
///     static_assert(Net::output_shape == Shape(14, 14, 4));
template <int Filters, Size Kernel, class... Option>
struct Conv2DTranspose {
  static constexpr const char* keras_name = "Conv2DTranspose";
  static constexpr void spell(Text& t) { t << "Conv2DTranspose<" << Filters << ", " << Kernel << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o = read_options<Option...>(Options::convolution_ | Options::output_padding_);
    return detail::lower_transposed_convolution(b, x, Filters, Kernel, o, Rank::map);
  }
};

/// The same for signals.
/// Shape: L x C -> (L − 1) · stride + dilation · (kernel − 1) + 1 − padding + output padding, x Filters. Parameters:
/// `weight` {kernel, Filters, C}; `bias` {Filters}. Known as: Keras `Conv1DTranspose`, PyTorch `ConvTranspose1d`.
///
///     using Net = Sequential<Input<10, 8>, Conv1DTranspose<4, 3, Stride<2>>>;
///     static_assert(Net::output_shape == Shape(21, 4));
template <int Filters, int Kernel, class... Option>
struct Conv1DTranspose {
  static constexpr const char* keras_name = "Conv1DTranspose";
  static constexpr void spell(Text& t) { t << "Conv1DTranspose<" << Filters << ", " << Kernel << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o = read_options<Option...>(Options::convolution_ | Options::output_padding_);
    return detail::lower_transposed_convolution(b, x, Filters, {1, Kernel}, o, Rank::signal);
  }
};

}  // namespace cincel

// Conv2D, Conv1D: one lowering for both.
#pragma once

#include <cincel/layers/windows.hpp>

namespace cincel {

namespace detail {

/// Lowers a convolution: checks, parameters, operator. As many groups as channels in and out is a depthwise one.
constexpr Node lower_convolution(Builder& b, Node x, std::int64_t filters, Size kernel, const Options& o, Rank rank) {
  if (!check_options(b, o, "Stride, Same, Padding, Dilation, Groups, NoBias, an initialiser")) return x;
  if (filters <= 0) return b.fail("has ", filters, " filters; make it at least 1");
  Window w{.kernel = kernel, .stride = o.stride, .dilation = o.dilation};
  const Shape in = b.shape(x);
  if (!resolve_window(b, in, o, w, rank)) return x;
  const std::int64_t channels = in.channels();
  if (o.groups <= 0) return b.fail("has ", o.groups, " groups; make it at least 1");
  if (channels % o.groups != 0)
    return b.fail("has ", o.groups, " groups, which do not divide its ", channels, " input channels");
  if (filters % o.groups != 0)
    return b.fail("has ", o.groups, " groups, which do not divide its ", filters, " filters");

  const std::int64_t taps = checked_product(w.kernel.h, w.kernel.w), own = channels / o.groups;
  const bool depthwise = o.groups > 1 && o.groups == channels && filters == channels;
  Op op{.kind = depthwise ? Kind::depthwise_conv2d : Kind::conv2d, .window = w, .out = window_output(in, w, filters)};
  op.groups = depthwise ? 1 : o.groups;
  const Shape weights = kernel_shape(w, own, filters, rank);
  b.parameter(op, "weight", weights, init_of(o.initializer, weights));
  if (o.bias) b.parameter(op, "bias", Shape(filters), {});
  op.macs = checked_product(op.out.volume(), checked_product(taps, own));
  return b.add(op, x);
}

}  // namespace detail

/// 2D convolution (cross-correlation, as everywhere in deep learning).
///
///     y[i, j, k] = b[k] + sum over r, s, c of w[r, s, c, k] ·
///                  x[i·stride + r·dilation − top, j·stride + s·dilation − left, c]
///
/// Shape: H x W x C -> H' x W' x Filters, H' = floor((H + padding − dilation · (kernel − 1) − 1) / stride) + 1.
/// Parameters: `weight` {kernel, kernel, C / groups, Filters}, Glorot-uniform; `bias` {Filters}, zero.
/// Gradient: dx = dy convolved with the flipped weights, dw = x correlated with dy, db = sum of dy.
/// Options: `Stride<n>` (1), `Same` / `Valid` / `Padding<n>` (Valid), `Dilation<n>` (1), `Groups<n>` (1), `NoBias`, an
/// initialiser. Sizes may be rectangular: `Conv2D<8, Size(1, 7), Stride<Size(2, 1)>, Padding<Pads{0, 3, 0, 3}>>`.
/// Known as: Keras `Conv2D`, PyTorch `Conv2d`, ONNX `Conv`.
///
///     using Net = Sequential<Input<28, 28, 1>, Conv2D<32, 3, Stride<2>, Same>>;
///     static_assert(Net::output_shape == Shape(14, 14, 32));
///     static_assert(Net::parameter_count == 3 * 3 * 32 + 32);
template <int Filters, Size Kernel, class... Option>
struct Conv2D {
  static constexpr const char* keras_name = "Conv2D";
  static constexpr void spell(Text& t) { t << "Conv2D<" << Filters << ", " << Kernel << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o = read_options<Option...>(Options::convolution_ | Options::groups_);
    return detail::lower_convolution(b, x, Filters, Kernel, o, Rank::map);
  }
};

/// 1D convolution over the steps of a signal.
///
///     y[i, k] = b[k] + sum over s, c of x[i·stride + s·dilation − left, c] · w[s, c, k]
///
/// Shape: L x C -> L' x Filters. Parameters: `weight` {kernel, C / groups, Filters}, Glorot-uniform; `bias`, zero.
/// Gradient and options: as for Conv2D. Known as: Keras `Conv1D`, PyTorch `Conv1d`, ONNX `Conv`.
///
///     using Net = Sequential<Input<100, 8>, Conv1D<16, 5, Stride<2>>>;
///     static_assert(Net::output_shape == Shape(48, 16));
template <int Filters, int Kernel, class... Option>
struct Conv1D {
  static constexpr const char* keras_name = "Conv1D";
  static constexpr void spell(Text& t) { t << "Conv1D<" << Filters << ", " << Kernel << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o = read_options<Option...>(Options::convolution_ | Options::groups_);
    return detail::lower_convolution(b, x, Filters, {1, Kernel}, o, Rank::signal);
  }
};

}  // namespace cincel

// Pooling of maps and signals: maximum, mean and norm of windows, maximum and mean of whole maps.
#pragma once

#include <cincel/layers/windows.hpp>

namespace cincel {

namespace detail {

/// Rows or columns of windows when the last one may hang over the border: it must begin within the map or the padding
/// before it.
constexpr std::int64_t ceil_extent(std::int64_t in, int kernel, int stride, int before, int after) {
  const std::int64_t room = in + before + after - kernel;
  const std::int64_t n = (room + stride - 1) / stride + 1;
  return (n - 1) * stride >= in + before ? n - 1 : n;
}

constexpr Node lower_pooling(Builder& b, Node x, Kind kind, Size pool, const Options& o, Rank rank) {
  if (!check_options(b, o, "Stride, Same, Padding, CeilMode, for means CountPadding, for norms Power")) return x;
  if (o.ceil && o.padding.mode == PaddingSpec::Mode::same)
    return b.fail("is given Same and CeilMode, but Same alone decides how many windows there are; keep one of them");
  if (o.power < 1 || o.power > 3) return b.fail("has a power of ", o.power, "; make it 1, 2 or 3");
  Window w{.kernel = pool, .stride = (o.given & Options::stride_) != 0 ? o.stride : pool};
  const Shape in = b.shape(x);
  if (!resolve_window(b, in, o, w, rank)) return x;
  if (2 * w.pad.top > w.kernel.h || 2 * w.pad.bottom > w.kernel.h || 2 * w.pad.left > w.kernel.w ||
      2 * w.pad.right > w.kernel.w)
    return b.fail("is padded by more than half of its window, ", w.kernel, "; pad less");
  Shape out = window_output(in, w, in.channels());
  if (o.ceil)
    out = in.resized(ceil_extent(in.height(), w.kernel.h, w.stride.h, w.pad.top, w.pad.bottom),
                     ceil_extent(in.width(), w.kernel.w, w.stride.w, w.pad.left, w.pad.right), in.channels());
  Op op{.kind = kind, .window = w, .out = out};
  if (kind == Kind::lp_pooling2d)
    op.power = static_cast<std::uint8_t>(o.power);
  else
    op.padding_counts = o.count_padding ? PaddingCounts::yes : PaddingCounts::no;
  return b.add(op, x);
}

constexpr Node lower_global_pooling(Builder& b, Node x, Kind kind, Rank rank) {
  const Shape in = b.shape(x);
  if (!check_rank(b, in, rank)) return x;
  return b.add({.kind = kind, .out = Shape(in.channels())}, x);
}

}  // namespace detail

/// The largest value of each window and channel.
///
///     y[i, j, c] = max over r, s of x[i·stride + r, j·stride + s, c]
///
/// Shape: H x W x C -> H' x W' x C. Pixels beyond the border never win.
/// Gradient: goes to the first largest value of the window.
/// Options: `Stride<n>` (the window), `Same` / `Valid` / `Padding<n>` (Valid), `CeilMode` (not with `Same`).
/// Known as: Keras `MaxPooling2D`, PyTorch `MaxPool2d`, ONNX `MaxPool`.
///
///     using Net = Sequential<Input<5, 5, 8>, MaxPooling2D<2>>;
///     static_assert(Net::output_shape == Shape(2, 2, 8));
template <Size Pool, class... Option>
struct MaxPooling2D {
  static constexpr const char* keras_name = "MaxPooling2D";
  static constexpr void spell(Text& t) { t << "MaxPooling2D<" << Pool << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o = read_options<Option...>(Options::stride_ | Options::padding_ | Options::ceil_);
    return detail::lower_pooling(b, x, Kind::max_pooling2d, Pool, o, Rank::map);
  }
};

/// The mean of each window and channel; pixels beyond the border are not counted, as in Keras.
///
///     y[i, j, c] = mean over r, s inside the map of x[i·stride + r, j·stride + s, c]
///
/// Shape: H x W x C -> H' x W' x C. Gradient: dy / count to each pixel of the window.
/// Options: as for MaxPooling2D, and `CountPadding`: padded zeros are part of the mean.
/// Known as: Keras `AveragePooling2D`, PyTorch `AvgPool2d(count_include_pad=False)`, ONNX `AveragePool`.
///
///     using Net = Sequential<Input<4, 4, 8>, AveragePooling2D<2>>;
///     static_assert(Net::output_shape == Shape(2, 2, 8));
template <Size Pool, class... Option>
struct AveragePooling2D {
  static constexpr const char* keras_name = "AveragePooling2D";
  static constexpr void spell(Text& t) { t << "AveragePooling2D<" << Pool << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o =
        read_options<Option...>(Options::stride_ | Options::padding_ | Options::ceil_ | Options::count_padding_);
    return detail::lower_pooling(b, x, Kind::average_pooling2d, Pool, o, Rank::map);
  }
};

/// The norm of each window and channel: the p-th root of the sum of the magnitudes' p-th powers. Pixels beyond the border
/// are zeros.
///
///     y[i, j, c] = (sum over r, s of |x[i·stride + r, j·stride + s, c]|^p)^(1/p)
///
/// Shape: H x W x C -> H' x W' x C. Nothing is scaled, so that y holds 1e-5 of itself from 1e-16 to 1e18, with p = 3 from
/// 1e-11 to 1e12; what is much larger is infinite.
/// Gradient: dy · sign(x) (|x| / y)^(p − 1) to each pixel of the window; 0 where y is.
/// Options: as for MaxPooling2D, and `Power<p>`: 1, 2 or 3 (2).
/// Known as: ONNX `LpPool`, PyTorch `LPPool2d`, which takes no magnitudes for odd p; Keras has none.
///
///     using Net = Sequential<Input<5, 5, 8>, LpPooling2D<2, Power<3>>>;
///     static_assert(Net::output_shape == Shape(2, 2, 8));
template <Size Pool, class... Option>
struct LpPooling2D {
  static constexpr const char* keras_name = "LpPooling2D";
  static constexpr void spell(Text& t) { t << "LpPooling2D<" << Pool << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o =
        read_options<Option...>(Options::stride_ | Options::padding_ | Options::ceil_ | Options::power_);
    return detail::lower_pooling(b, x, Kind::lp_pooling2d, Pool, o, Rank::map);
  }
};

/// The largest value of each window of steps and channel.
/// Shape: L x C -> L' x C. Gradient and options: as for MaxPooling2D. Known as: Keras `MaxPooling1D`, PyTorch `MaxPool1d`.
///
///     using Net = Sequential<Input<9, 4>, MaxPooling1D<2>>;
///     static_assert(Net::output_shape == Shape(4, 4));
template <int Pool, class... Option>
struct MaxPooling1D {
  static constexpr const char* keras_name = "MaxPooling1D";
  static constexpr void spell(Text& t) { t << "MaxPooling1D<" << Pool << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o = read_options<Option...>(Options::stride_ | Options::padding_ | Options::ceil_);
    return detail::lower_pooling(b, x, Kind::max_pooling2d, {1, Pool}, o, Rank::signal);
  }
};

/// The mean of each window of steps and channel.
/// Shape: L x C -> L' x C. Gradient and options: as for AveragePooling2D. Known as: Keras `AveragePooling1D`, PyTorch
/// `AvgPool1d(count_include_pad=False)`.
///
///     using Net = Sequential<Input<9, 4>, AveragePooling1D<3>>;
///     static_assert(Net::output_shape == Shape(3, 4));
template <int Pool, class... Option>
struct AveragePooling1D {
  static constexpr const char* keras_name = "AveragePooling1D";
  static constexpr void spell(Text& t) { t << "AveragePooling1D<" << Pool << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o =
        read_options<Option...>(Options::stride_ | Options::padding_ | Options::ceil_ | Options::count_padding_);
    return detail::lower_pooling(b, x, Kind::average_pooling2d, {1, Pool}, o, Rank::signal);
  }
};

/// The norm of each window of steps and channel.
/// Shape: L x C -> L' x C. Gradient and options: as for LpPooling2D. Known as: ONNX `LpPool`, PyTorch `LPPool1d`.
///
///     using Net = Sequential<Input<9, 4>, LpPooling1D<3, Stride<2>>>;
///     static_assert(Net::output_shape == Shape(4, 4));
template <int Pool, class... Option>
struct LpPooling1D {
  static constexpr const char* keras_name = "LpPooling1D";
  static constexpr void spell(Text& t) { t << "LpPooling1D<" << Pool << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o =
        read_options<Option...>(Options::stride_ | Options::padding_ | Options::ceil_ | Options::power_);
    return detail::lower_pooling(b, x, Kind::lp_pooling2d, {1, Pool}, o, Rank::signal);
  }
};

/// The mean of each channel over the whole map.
///
///     y[c] = mean over i, j of x[i, j, c]
///
/// Shape: H x W x C -> C. Gradient: dy / (H·W) to each pixel.
/// Known as: Keras `GlobalAveragePooling2D`, PyTorch `AdaptiveAvgPool2d(1)`, ONNX `GlobalAveragePool`.
///
///     using Net = Sequential<Input<7, 7, 64>, GlobalAveragePooling2D>;
///     static_assert(Net::output_shape == Shape(64));
struct GlobalAveragePooling2D {
  static constexpr const char* keras_name = "GlobalAveragePooling2D";
  static constexpr void spell(Text& t) { t << "GlobalAveragePooling2D"; }
  static constexpr Node lower(Builder& b, Node x) {
    return detail::lower_global_pooling(b, x, Kind::global_average_pooling2d, Rank::map);
  }
};

/// The largest value of each channel over the whole map.
/// Shape: H x W x C -> C. Gradient: to the first largest pixel.
/// Known as: Keras `GlobalMaxPooling2D`, PyTorch `AdaptiveMaxPool2d(1)`, ONNX `GlobalMaxPool`.
///
///     using Net = Sequential<Input<7, 7, 64>, GlobalMaxPooling2D>;
///     static_assert(Net::output_shape == Shape(64));
struct GlobalMaxPooling2D {
  static constexpr const char* keras_name = "GlobalMaxPooling2D";
  static constexpr void spell(Text& t) { t << "GlobalMaxPooling2D"; }
  static constexpr Node lower(Builder& b, Node x) {
    return detail::lower_global_pooling(b, x, Kind::global_max_pooling2d, Rank::map);
  }
};

/// The mean of each channel over all steps.
/// Shape: L x C -> C. Gradient: dy / L to each step. Known as: Keras `GlobalAveragePooling1D`.
///
///     using Net = Sequential<Input<7, 64>, GlobalAveragePooling1D>;
///     static_assert(Net::output_shape == Shape(64));
struct GlobalAveragePooling1D {
  static constexpr const char* keras_name = "GlobalAveragePooling1D";
  static constexpr void spell(Text& t) { t << "GlobalAveragePooling1D"; }
  static constexpr Node lower(Builder& b, Node x) {
    return detail::lower_global_pooling(b, x, Kind::global_average_pooling2d, Rank::signal);
  }
};

/// The largest value of each channel over all steps.
/// Shape: L x C -> C. Gradient: to the first largest step. Known as: Keras `GlobalMaxPooling1D`.
///
///     using Net = Sequential<Input<7, 64>, GlobalMaxPooling1D>;
///     static_assert(Net::output_shape == Shape(64));
struct GlobalMaxPooling1D {
  static constexpr const char* keras_name = "GlobalMaxPooling1D";
  static constexpr void spell(Text& t) { t << "GlobalMaxPooling1D"; }
  static constexpr Node lower(Builder& b, Node x) {
    return detail::lower_global_pooling(b, x, Kind::global_max_pooling2d, Rank::signal);
  }
};

}  // namespace cincel

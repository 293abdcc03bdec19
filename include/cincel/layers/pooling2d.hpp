// MaxPooling2D, AveragePooling2D, GlobalAveragePooling2D.
#pragma once

#include <cincel/layers/options.hpp>

namespace cincel {

namespace detail {
template <Size Pool, class... Option>
constexpr Node lower_pooling(Builder& b, Node x, Kind kind) {
  constexpr Options o = read_options<Option...>(Options::stride_ | Options::padding_);
  if (!o.unknown.empty()) return b.fail("does not take the option ", o.unknown, "; it takes Stride, Same, Padding");
  Window w{.kernel = Pool, .stride = (o.given & Options::stride_) != 0 ? o.stride : Pool};
  const Shape in = b.shape(x);
  if (!resolve_window(b, in, o, w)) return x;
  if (w.pad.top >= Pool.h || w.pad.bottom >= Pool.h || w.pad.left >= Pool.w || w.pad.right >= Pool.w)
    return b.fail("is padded by its whole window or more; pad less than ", Pool);
  return b.add({.kind = kind, .window = w, .out = window_output(in, w, in[2])}, x);
}
}  // namespace detail

/// The largest value of each window and channel.
///
///     y[i, j, c] = max over r, s of x[i·stride + r, j·stride + s, c]
///
/// Shape: H x W x C -> H' x W' x C. Pixels beyond the border never win.
/// Gradient: goes to the first largest value of the window.
/// Options: `Stride<n>` (the window), `Same` / `Valid` / `Padding<n>` (Valid).
/// Known as: Keras `MaxPooling2D`, PyTorch `MaxPool2d`, ONNX `MaxPool`.
///
///     using Net = Sequential<Input<5, 5, 8>, MaxPooling2D<2>>;
///     static_assert(Net::output_shape == Shape(2, 2, 8));
template <Size Pool, class... Option>
struct MaxPooling2D {
  static constexpr const char* keras_name = "MaxPooling2D";
  static constexpr void spell(Text& t) { t << "MaxPooling2D<" << Pool << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    return detail::lower_pooling<Pool, Option...>(b, x, Kind::max_pooling2d);
  }
};

/// The mean of each window and channel; pixels beyond the border are not counted, as in Keras.
///
///     y[i, j, c] = mean over r, s inside the map of x[i·stride + r, j·stride + s, c]
///
/// Shape: H x W x C -> H' x W' x C. Gradient: dy / count to each pixel of the window.
/// Options: as for MaxPooling2D.
/// Known as: Keras `AveragePooling2D`, PyTorch `AvgPool2d(count_include_pad=False)`, ONNX `AveragePool`.
///
///     using Net = Sequential<Input<4, 4, 8>, AveragePooling2D<2>>;
///     static_assert(Net::output_shape == Shape(2, 2, 8));
template <Size Pool, class... Option>
struct AveragePooling2D {
  static constexpr const char* keras_name = "AveragePooling2D";
  static constexpr void spell(Text& t) { t << "AveragePooling2D<" << Pool << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    return detail::lower_pooling<Pool, Option...>(b, x, Kind::average_pooling2d);
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
    const Shape in = b.shape(x);
    if (in.rank != 3)
      return b.fail("needs a height x width x channels input, got ", in, "; it cannot stand after Flatten");
    return b.add({.kind = Kind::global_average_pooling2d, .out = Shape(in[2])}, x);
  }
};

}  // namespace cincel

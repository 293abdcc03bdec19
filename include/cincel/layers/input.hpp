// Input<H, W, C>, ByteInput<H, W, C>: what the network reads.
#pragma once

#include <cincel/graph/builder.hpp>

namespace cincel {

namespace detail {

template <int... Extent>
constexpr void spell_input(Text& t, const char* name) {
  t << name << '<';
  int i = 0;
  ((t << (i++ == 0 ? "" : ", ") << Extent), ...);
  t << '>';
}

template <int... Extent>
constexpr Node lower_input(Builder& b, Node x, bool bytes) {
  if (x != Builder::no_node) return b.fail("stands after another layer; a path has one Input, at its beginning");
  if constexpr (sizeof...(Extent) == 0) return b.fail("has no extents; write Input<height, width, channels>");
  if constexpr (sizeof...(Extent) > 4)
    return b.fail("has more than four extents; write Input<height, width, channels>, without the batch");
  Op op{.kind = Kind::input, .bytes = bytes};
  op.out.rank = 0;
  ((op.out.d[op.out.rank++ % 4] = Extent), ...);
  for (int i = 0; i < op.out.rank; ++i)
    if (op.out[i] <= 0) return b.fail("has an extent of ", op.out[i], "; make it at least 1");
  return b.add_source(op);
}

}  // namespace detail

/// The input of a network: `Input<28, 28, 1>` is an image of height 28, width 28 and one channel; `Input<100, 8>` a
/// signal of 100 steps and 8 channels; `Input<16>` sixteen flat features. Channels come last: PyTorch's 3 x 224 x 224
/// is `Input<224, 224, 3>`. The batch is never part of the shape.
/// A network with several inputs begins with a combinator whose branches begin with inputs.
///
/// Keras: `Input(shape)`. ONNX: a graph input (there channels come first).
template <int... Extent>
struct Input {
  static constexpr const char* keras_name = "InputLayer";
  static constexpr bool is_source = true;
  static constexpr void spell(Text& t) { detail::spell_input<Extent...>(t, "Input"); }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_input<Extent...>(b, x, false); }
};

/// An input of 8-bit numbers, 0 … 255, as cameras and image files have them: `Inference::predict` takes bytes. They
/// become floats in the arena, with the halo that the first layer wants; no pass over a float image is needed.
/// `Rescaling` and `Normalization` behind it fold into the first layer.
///
/// Keras: `Input(shape, dtype="uint8")`.
///
///     using Net = Sequential<ByteInput<28, 28, 1>, Rescaling<1 / 255.0f>, Conv2D<8, 3>>;
///     static_assert(Net::output_shape == Shape(26, 26, 8));
template <int... Extent>
struct ByteInput {
  static constexpr const char* keras_name = "InputLayer";
  static constexpr bool is_source = true;
  static constexpr void spell(Text& t) { detail::spell_input<Extent...>(t, "ByteInput"); }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_input<Extent...>(b, x, true); }
};

}  // namespace cincel

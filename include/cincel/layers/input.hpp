// Input<H, W, C>: what the network reads.
#pragma once

#include <cincel/graph/builder.hpp>

namespace cincel {

/// The input of a network: `Input<28, 28, 1>` is an image of height 28, width 28 and one channel; `Input<16>`
/// sixteen flat features. The batch is never part of the shape.
///
/// Keras: `Input(shape)`. ONNX: a graph input (there channels come first).
template <int... Extent>
struct Input {
  static constexpr const char* keras_name = "InputLayer";
  static constexpr bool is_source = true;

  static constexpr void spell(Text& t) {
    t << "Input<";
    int i = 0;
    ((t << (i++ == 0 ? "" : ", ") << Extent), ...);
    t << '>';
  }

  static constexpr Node lower(Builder& b, Node x) {
    if (x != Builder::no_node) return b.fail("stands after another layer; a path has one Input, at its beginning");
    static_assert(sizeof...(Extent) <= 4, "an Input has up to four extents");
    if (sizeof...(Extent) == 0) return b.fail("has no extents; write Input<height, width, channels>");
    Op op{.kind = Kind::input};
    op.out.rank = 0;
    ((op.out.d[op.out.rank++] = Extent), ...);
    for (int i = 0; i < op.out.rank; ++i)
      if (op.out[i] <= 0) return b.fail("has an extent of ", op.out[i], "; make it at least 1");
    return b.add_source(op);
  }
};

}  // namespace cincel

// What can be read off a graph: counts, receptive fields, the fingerprint.
#pragma once

#include <cincel/core/hash.hpp>
#include <cincel/graph/graph.hpp>
#include <cincel/graph/names.hpp>

#include <bit>

namespace cincel {

/// What one pixel of a value depends on: so many rows and columns of the input, moving so many (`jump`) from one pixel
/// to the next.
struct Field {
  double h = 1, w = 1, jump_h = 1, jump_w = 1;
};

/// The receptive field of each value, by the recurrence r = r_before + (span - 1) * jump, jump = jump_before * stride
/// (Araujo et al., "Computing receptive fields of convolutional neural networks", Distill 2019). A value without rows
/// and columns of its own depends on all that its operand depends on.
template <class G>
constexpr auto receptive_fields(const G& g) {
  std::array<Field, std::tuple_size_v<decltype(g.ops)>> field{};
  for (std::size_t i = 0; i < field.size(); ++i) {
    const Op& op = g.ops[i];
    const Window& w = op.window;
    for (int e = 0; e < op.edges; ++e) {
      const int edge = op.first_edge + e;
      Field f = field[static_cast<std::size_t>(g.edges[static_cast<std::size_t>(edge)])];
      if (op.kind == Kind::conv2d_transpose) {
        // An output pixel hears of ceil(kernel / stride) input pixels.
        const int rows = (w.kernel.h - 1) / w.stride.h, columns = (w.kernel.w - 1) / w.stride.w;
        f.h += rows * f.jump_h;
        f.w += columns * f.jump_w;
        f.jump_h /= w.stride.h;
        f.jump_w /= w.stride.w;
      } else {
        f.h += static_cast<double>(span_of(w.kernel.h, w.dilation.h) - 1) * f.jump_h;
        f.w += static_cast<double>(span_of(w.kernel.w, w.dilation.w) - 1) * f.jump_w;
        f.jump_h *= w.stride.h;
        f.jump_w *= w.stride.w;
      }
      if (op.kind == Kind::resize) {
        f.jump_h *= static_cast<double>(op.in.height()) / static_cast<double>(op.out.height());
        f.jump_w *= static_cast<double>(op.in.width()) / static_cast<double>(op.out.width());
      }
      if (f.h > field[i].h) field[i].h = f.h;
      if (f.w > field[i].w) field[i].w = f.w;
      field[i].jump_h = f.jump_h;
      field[i].jump_w = f.jump_w;
    }
  }
  return field;
}

constexpr Size rounded(const Field& f) { return {static_cast<int>(f.h + 0.999), static_cast<int>(f.w + 0.999)}; }

/// The receptive field of the last value with rows and columns on the way to the output.
template <class G>
constexpr Size receptive_field_of(const G& g) {
  const auto field = receptive_fields(g);
  int i = g.outputs[0].node;
  while (g.ops[static_cast<std::size_t>(i)].out.rank != 3 && g.ops[static_cast<std::size_t>(i)].edges > 0)
    i = g.edges[static_cast<std::size_t>(g.ops[static_cast<std::size_t>(i)].first_edge)];
  return rounded(field[static_cast<std::size_t>(i)]);
}

/// Hash of the topology as the user spelt it: operators with their numbers, shapes, wiring, and the names, shapes
/// and types of parameters. The same on every compiler.
template <class G>
constexpr Fingerprint fingerprint_of(const G& g) {
  WordHash hash;
  const auto shape = [&](const Shape& s) {
    hash.number(s.rank);
    for (int i = 0; i < s.rank; ++i) hash.number(s[i]);
  };
  for (const Op& op : g.ops) {
    const Window& w = op.window;
    hash.number(static_cast<int>(op.kind) | static_cast<int>(op.activation) << 8 | op.variant << 16 |
                std::int64_t{op.center} << 24 | std::int64_t{op.scale} << 25 | std::int64_t{op.bytes} << 26);
    hash.number(w.kernel.h | std::int64_t{w.kernel.w} << 32);
    hash.number(w.stride.h | std::int64_t{w.stride.w} << 32);
    hash.number(w.dilation.h | std::int64_t{w.dilation.w} << 32);
    hash.number(w.pad.top | std::int64_t{w.pad.left} << 32);
    hash.number(w.pad.bottom | std::int64_t{w.pad.right} << 32);
    hash.number(op.groups | std::int64_t{op.edges} << 32);
    hash.number(op.params | std::int64_t{std::bit_cast<std::int32_t>(op.alpha)} << 32);
    hash.number(std::bit_cast<std::int32_t>(op.a));
    hash.number(std::bit_cast<std::int32_t>(op.b));
    shape(op.in);
    shape(op.out);
    hash.number(op.detail);
  }
  for (const ChannelAffine& a : g.affines)
    for (int c = 0; c < 4; ++c)
      hash.number(std::bit_cast<std::int32_t>(a.scale[c]) | std::int64_t{std::bit_cast<std::int32_t>(a.offset[c])}
                                                                << 32);
  for (const Rearrangement& r : g.rearrangements) {
    for (const Rearrangement::Loop& l : r.loop) {
      hash.number(l.n | std::int64_t{l.from_step} << 32);
      hash.number(l.from_axis | l.to_axis << 8 | std::int64_t{l.to_step} << 32);
    }
    for (int a = 0; a < 3; ++a) hash.number(r.from[a] | std::int64_t{r.to[a]} << 32);
  }
  for (const int e : g.edges) hash.number(e);
  for (const Scope& s : g.scopes) {
    hash.number(s.parent);
    hash.number(s.name.given ? s.name.number : s.ordinal);
    hash.text(s.name.given ? s.name.text : s.kind);
  }
  for (const Param& p : g.params) {
    hash.number(p.scope);
    hash.text(p.leaf);
    hash.text("F32");
    shape(p.shape);
  }
  for (const NetworkOutput& o : g.outputs) {
    hash.number(o.node);
    hash.text(o.name);
  }
  return hash.value();
}

}  // namespace cincel

// What can be read off a graph: counts, the receptive field, the fingerprint.
#pragma once

#include <cincel/core/hash.hpp>
#include <cincel/graph/graph.hpp>
#include <cincel/graph/names.hpp>

#include <bit>

namespace cincel {

/// Numbers in the parameters of a graph, trainable ones or the others; -1 if there are more than 2^62.
template <class G>
constexpr std::int64_t count_parameters(const G& g, bool trainable) {
  std::int64_t n = 0;
  for (const Param& p : g.params)
    if (p.trainable == trainable) n += p.shape.volume();
  return n;
}

template <class G>
constexpr std::int64_t count_macs(const G& g) {
  std::int64_t n = 0;
  for (const Op& op : g.ops) n += op.macs;
  return n;
}

/// Height and width of the input that one pixel of each value depends on, by the recurrence
/// r = r_before + (span - 1) * jump, jump = jump_before * stride (Araujo et al., "Computing receptive fields of
/// convolutional neural networks", Distill 2019); the answer is the last map's.
template <class G>
constexpr Size receptive_field_of(const G& g) {
  struct Field {
    std::int64_t h = 1, w = 1, jump_h = 1, jump_w = 1;
  };
  std::array<Field, std::tuple_size_v<decltype(g.ops)>> field{};
  Field last{};
  for (std::size_t i = 0; i < field.size(); ++i) {
    const Op& op = g.ops[i];
    for (int e = 0; e < op.edges; ++e) {
      Field f = field[static_cast<std::size_t>(g.edges[static_cast<std::size_t>(op.first_edge + e)])];
      const Window& w = op.window;
      f.h += (span_of(w.kernel.h, w.dilation.h) - 1) * f.jump_h;
      f.w += (span_of(w.kernel.w, w.dilation.w) - 1) * f.jump_w;
      f.jump_h *= w.stride.h;
      f.jump_w *= w.stride.w;
      if (f.h > field[i].h) field[i].h = f.h;
      if (f.w > field[i].w) field[i].w = f.w;
      field[i].jump_h = f.jump_h;
      field[i].jump_w = f.jump_w;
    }
    if (op.out.rank == 3) last = field[i];
  }
  return {static_cast<int>(last.h), static_cast<int>(last.w)};
}

/// Hash of the topology as the user spelt it: operators with their numbers, shapes, wiring, and the names, shapes
/// and types of parameters. The same on every compiler.
template <class G>
constexpr Fingerprint fingerprint_of(const G& g) {
  Fnv128 hash;
  const auto shape = [&](const Shape& s) {
    hash.number(s.rank);
    for (int i = 0; i < s.rank; ++i) hash.number(s[i]);
  };
  for (const Op& op : g.ops) {
    const Window& w = op.window;
    for (const int n : {static_cast<int>(op.kind), static_cast<int>(op.activation), int{op.center}, int{op.scale},
                        w.kernel.h, w.kernel.w, w.stride.h, w.stride.w, w.dilation.h, w.dilation.w, w.pad.top,
                        w.pad.left, w.pad.bottom, w.pad.right, op.edges, op.params})
      hash.number(n);
    hash.number(std::bit_cast<std::int32_t>(op.a));
    hash.number(std::bit_cast<std::int32_t>(op.b));
    shape(op.in);
    shape(op.out);
  }
  for (const int e : g.edges) hash.number(e);
  for (const Param& p : g.params) {
    Text name;
    spell_path(name, g.scopes, p.scope);
    hash.text(name.view());
    hash.text(p.leaf);
    hash.text("F32");
    shape(p.shape);
  }
  hash.number(g.output);
  return hash.value();
}

}  // namespace cincel

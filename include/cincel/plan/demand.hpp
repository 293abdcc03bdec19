// The second pass: walks backwards and keeps only the rows and columns that somebody reads. A 2x2 pooling of an
// 11x11 map reads 10x10 of it, so the convolution before it need not compute the rest, nor the layer before that.
#pragma once

#include <cincel/plan/steps.hpp>

namespace cincel {

/// Shrinks the maps of `s` to what is read, beginning at its whole outputs.
constexpr void shrink_to_demand(Steps& s, Mode mode) {
  list<Extent> need(s.ops.size(), {});
  for (const Steps::Output& o : s.outputs) need[o.node] = extent_of(s.ops[o.node].out);
  for (int i = s.ops.size() - 1; i >= 0; --i) {
    const Op& op = s.ops[i];
    const OperatorTraits& traits = traits_of(op);
    if (!traits.shrinks) need[i] = extent_of(op.out);
    for (int e = 0; e < op.edges; ++e) {
      const Steps::Operand& x = s.edges[op.first_edge + e];
      const Extent whole = extent_of(s.ops[x.node].out);
      // A map that is read in another shape is read whole.
      const Extent read = x.is_view() ? whole : traits.demand(op, e, whole, need[i], mode);
      need[x.node] = {detail::larger(need[x.node].h, read.h), detail::larger(need[x.node].w, read.w)};
    }
  }
  for (int i = 0; i < s.ops.size(); ++i) {
    Op& op = s.ops[i];
    if (op.kind == Kind::input) continue;
    const std::int64_t before = op.out.volume();
    op.out = op.out.resized(need[i].h, need[i].w, op.out.channels());
    op.macs = traits_of(op).macs(op, before);
    const Steps::Operand& x = s.edges[op.first_edge];
    if (!x.is_view()) op.in = s.ops[x.node].out;
  }
}

/// Multiply-adds that are left.
constexpr std::int64_t total_macs(const Steps& s) {
  std::int64_t n = 0;
  for (const Op& op : s.ops) n += op.macs;
  return n;
}

}  // namespace cincel

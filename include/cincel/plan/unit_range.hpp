// Which values of a graph are known to lie from 0 to 1, whatever weights and samples are: what a loss may take for
// probabilities.
#pragma once

#include <cincel/core/list.hpp>
#include <cincel/graph/graph.hpp>
#include <cincel/ops/ops.hpp>

namespace cincel {

/// Whether value `node` of graph `g` is known to lie from 0 to 1 in this mode.
template <class G>
constexpr bool in_unit_range(const G& g, Node node, Mode mode) {
  list<bool> known(node + 1, false);
  for (int i = 0; i <= node; ++i) {
    const Op& op = g.ops[i];
    const OperatorTraits& traits = traits_of(op);
    const ChannelAffine* affine = traits.role == Role::affine && op.detail >= 0 ? &g.affines[op.detail] : nullptr;
    // Noise does not keep the range: what Dropout leaves is divided by the share that is left.
    bool kept = op.edges > 0 && (traits.keeps_unit_range(op, affine) || traits.vanishes(op, mode));
    for (int e = op.first_edge; kept && e < op.first_edge + op.edges; ++e) kept = known[g.edges[e]];
    known[i] = kept || traits.makes_unit_range(op);
  }
  return known[node];
}

}  // namespace cincel

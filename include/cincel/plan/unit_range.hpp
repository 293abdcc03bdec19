// Which values of a graph are known to lie from 0 to 1, whatever weights and samples are: what a loss may take for
// probabilities.
#pragma once

#include <cincel/plan/fusions.hpp>

namespace cincel {

namespace detail {

/// Whether an operator makes numbers from 0 to 1 of any numbers.
constexpr bool makes_unit_range(const Op& op) {
  if (op.kind == Kind::softmax) return true;
  return op.kind == Kind::activation &&
         (op.activation == Activation::sigmoid || op.activation == Activation::hard_sigmoid ||
          (op.activation == Activation::clipped_relu && op.alpha <= 1));
}

/// Whether both 0 and 1 stay within 0 and 1, and so all that lies between them.
constexpr bool keeps_unit_range(const ChannelAffine& f) {
  for (int c = 0; c < 4; ++c)
    for (const double y : {f.offset[c], f.scale[c] + f.offset[c]})
      if (!(y >= 0 && y <= 1)) return false;
  return true;
}

/// Whether an operator makes numbers from 0 to 1 of such numbers: it moves them (and pads zeros), takes means, the
/// largest, or products. Noise does not: what Dropout leaves is divided by the share that is left.
template <class G>
constexpr bool keeps_unit_range(const G& g, const Op& op, Mode mode) {
  switch (op.kind) {
    case Kind::rearrange:
    case Kind::resize:
    case Kind::max_pooling2d:
    case Kind::average_pooling2d:
    case Kind::global_average_pooling2d:
    case Kind::global_max_pooling2d:
    case Kind::concat:
    case Kind::average:
    case Kind::maximum:
    case Kind::multiply: return true;
    case Kind::channel_affine:
      return op.params == 0 && keeps_unit_range(g.affines[static_cast<std::size_t>(op.detail)]);
    default: return fusion::vanishes(op, mode);
  }
}

}  // namespace detail

/// Whether value `node` of graph `g` is known to lie from 0 to 1 in this mode.
template <class G>
constexpr bool in_unit_range(const G& g, Node node, Mode mode) {
  list<bool> known(node + 1, false);
  for (int i = 0; i <= node; ++i) {
    const Op& op = g.ops[static_cast<std::size_t>(i)];
    bool kept = op.edges > 0 && detail::keeps_unit_range(g, op, mode);
    for (int e = op.first_edge; kept && e < op.first_edge + op.edges; ++e)
      kept = known[g.edges[static_cast<std::size_t>(e)]];
    known[i] = kept || detail::makes_unit_range(op);
  }
  return known[node];
}

}  // namespace cincel

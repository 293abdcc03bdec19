// Sums that are written over what they add: a value that is added by the step that reads it last leaves its memory to the
// result, which then is in a near cache when it is written.
#pragma once

#include <cincel/plan/buffers.hpp>

namespace cincel {

namespace detail {

/// The last step that reads each value; the number of steps for outputs.
constexpr list<int> last_readers(const Steps& s) {
  list<int> last(s.ops.size(), 0);
  for (int i = 0; i < s.ops.size(); ++i)
    for (int e = 0; e < s.ops[i].edges; ++e) last[s.edges[s.ops[i].first_edge + e].node] = i;
  for (const Steps::Output& o : s.outputs) last[o.node] = s.ops.size();
  return last;
}

constexpr bool lie_alike(const Buffer& a, const Buffer& b) {
  return a.map == b.map && a.halo == b.halo && a.row == b.row && a.pixel == b.pixel;
}

}  // namespace detail

/// Gives the result of a step with a residual the place of what it adds. Exact because the step makes each number once, and
/// reads the one that it adds before it writes there (Winograd's tiles overlap at the border: `adds_in_place`); nobody reads the value later, and the step reads
/// nothing else from it.
constexpr void write_sums_in_place(const Steps& s, const list<Buffer>& buffers, list<Place>& places) {
  list<int> last;
  list<bool> holds_slices;
  for (int i = 0; i < s.ops.size(); ++i) {
    const Op& op = s.ops[i];
    if (!op.residual || !needs_of(op).adds_in_place) continue;
    if (last.empty()) {
      last = detail::last_readers(s);
      holds_slices = list<bool>(s.ops.size(), false);
      for (int k = 0; k < places.size(); ++k)
        holds_slices[places[k].root] = holds_slices[places[k].root] || places[k].root != k;
    }
    const Steps::Operand &x = s.edges[op.first_edge], &z = s.edges[op.first_edge + 1];
    const int root = places[z.node].root;
    const bool is_free = last[z.node] == i && s.ops[z.node].kind != Kind::input && !holds_slices[root] && !z.is_view();
    if (!is_free || places[i].root != i || holds_slices[i] || places[x.node].root == root) continue;
    if (detail::lie_alike(buffers[z.node], buffers[i])) places[i] = {root, 0};
  }
}

}  // namespace cincel

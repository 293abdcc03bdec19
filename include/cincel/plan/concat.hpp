// The third pass: where the operands of a concatenation are written. Wherever it can be, a producer writes straight
// into its slice of the concatenated map, and the concatenation itself costs nothing.
#pragma once

#include <cincel/plan/steps.hpp>

namespace cincel {

/// The value that holds another one, and from which of its channels on; most values hold themselves.
struct Place {
  int root = 0;
  std::int64_t channel = 0;
};

namespace detail {

/// Halo that `op` wants around its operand `e`.
constexpr Pads wanted_halo(const Op& op, int e) {
  const Needs& needs = needs_of(traits_of(op), op);
  return e > 0 || needs.halo == nullptr ? Pads{} : needs.halo(op);
}

/// Whether `op` must find the value dense: all its numbers one after another.
constexpr bool reads_densely(const Op& op, const Steps::Operand& x) { return x.is_view() || traits_of(op).dense; }
/// Whether `op` can write dense values only.
constexpr bool writes_densely(const Op& op) { return traits_of(op).dense; }

}  // namespace detail

/// What the readers of each value want of it.
struct Wants {
  Pads halo{};
  bool dense = false;
};

constexpr list<Wants> wants_of(const Steps& s) {
  list<Wants> wants(s.ops.size(), {});
  // As `wanted_halo` and `reads_densely` say, with fewer steps for the compiler: this runs three times a plan.
  for (const Op& op : s.ops) {
    const OperatorTraits& traits = traits_of(op);
    const Needs& needs = needs_of(traits, op);
    for (int e = 0; e < op.edges; ++e) {
      const Steps::Operand& x = s.edges[op.first_edge + e];
      if (e == 0 && needs.halo != nullptr && !x.is_view()) detail::widen(wants[x.node].halo, needs.halo(op));
      wants[x.node].dense = wants[x.node].dense || x.is_view() || traits.dense;
    }
  }
  for (const Steps::Output& o : s.outputs) wants[o.node].dense = true;
  return wants;
}

/// The place of each value. While training every value holds itself.
constexpr list<Place> place_values(const Steps& s, const list<Wants>& wants, Mode mode) {
  list<Place> places;
  for (int i = 0; i < s.ops.size(); ++i) places.push_back({i, 0});
  if (mode == Mode::training) return places;
  for (int i = s.ops.size() - 1; i >= 0; --i) {
    const Op& op = s.ops[i];
    if (op.kind != Kind::concat) continue;
    std::int64_t channel = places[i].channel;
    for (int e = 0; e < op.edges; ++e) {
      const Steps::Operand& x = s.edges[op.first_edge + e];
      const Op& producer = s.ops[x.node];
      const bool free = places[x.node].root == x.node && !x.is_view() && !wants[x.node].dense &&
                        producer.kind != Kind::input && !detail::writes_densely(producer) &&
                        producer.out.rank == op.out.rank &&
                        !(wants[places[i].root].dense &&
                          (wants[x.node].halo.any() || producer.out.height() != s.ops[places[i].root].out.height() ||
                           producer.out.width() != s.ops[places[i].root].out.width()));
      if (free) places[x.node] = {places[i].root, channel};
      channel += x.is_view() ? x.view.channels() : producer.out.channels();
    }
  }
  return places;
}

}  // namespace cincel

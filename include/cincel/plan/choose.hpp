// The pass that chooses how each op is computed, where its operator knows several ways.
#pragma once

#include <cincel/graph/graph.hpp>
#include <cincel/plan/steps.hpp>

#include <string_view>

namespace cincel {

/// The machine that the plans of network `W` are made for. It may be specialised for a network of one's own, alike in
/// all units of a program.
template <class W>
inline constexpr Target target_of{};

/// The number of the cheapest way to compute `op` on `target`; of equally cheap ones the first of the list.
constexpr int cheapest(const Op& op, const Implementations& ways, const Target& target) {
  int best = ways.size - 1;
  std::int64_t cost = ways[best].fit(op, target).cost;
  for (int i = ways.size - 1; i-- > 0;) {
    const Fit fit = ways[i].fit(op, target);
    if (!fit.fits || fit.cost > cost) continue;
    best = i;
    cost = fit.cost;
  }
  return best;
}

namespace detail {

/// Whether scope `inner` is `outer` or stands in it.
template <class G>
constexpr bool is_within(const G& g, int inner, int outer) {
  while (inner >= 0 && inner != outer) inner = g.scopes[inner].parent;
  return inner == outer;
}

/// The number of the way called `name`, if it fits; -1 if there is none.
constexpr int way_called(std::string_view name, const Op& op, const Implementations& ways, const Target& target) {
  for (int i = 0; i < ways.size; ++i)
    if (ways[i].name == name) return ways[i].fit(op, target).fits ? i : -1;
  return -1;
}

/// The number of the way that the last `Force` says whose way fits `op`; -1 if none does.
template <class G>
constexpr int forced_way(const G& g, const Op& op, const Target& target) {
  int way = -1;
  for (const ForcedChoice& f : g.forced) {
    if (!is_within(g, op.scope, f.scope)) continue;
    const int forced = way_called(f.implementation, op, traits_of(op).implementations, target);
    if (forced >= 0) way = forced;
  }
  return way;
}

}  // namespace detail

/// `target` with what graph `g` asks for.
template <class G>
constexpr Target with_wishes_of(const G& g, Target target) {
  target.tight_numbers = target.tight_numbers || g.tight_numbers;
  if (g.dense_weights != Type::float32) target.dense_weights = g.dense_weights;
  return target;
}

/// Each op gets the way that a `Force` says, where it can be computed so, or the cheapest one; its activation the tight one,
/// where the network asks for that.
template <class G>
constexpr void choose(const G& g, Steps& s, Target target) {
  target = with_wishes_of(g, target);
  for (Op& op : s.ops) {
    const Activation tight = traits_of(op.activation).tight;
    if (target.tight_numbers && tight != Activation::none) op.activation = tight;
    const Implementations& ways = traits_of(op).implementations;
    if (ways.size == 1) continue;
    const int forced = detail::forced_way(g, op, target);
    op.implementation = static_cast<std::uint8_t>(forced >= 0 ? forced : cheapest(op, ways, target));
  }
}

namespace detail {

/// Whether `op` is computed in the way called `name`, or would be if the plan were not one for training, which has no
/// such way.
constexpr bool obeys(std::string_view name, const Op& op) {
  const Implementations& ways = traits_of(op).implementations;
  if (implementation_of(op).name == name) return true;
  return way_called(name, op, ways, {.mode = Mode::training}) < 0 && way_called(name, op, ways, {}) >= 0;
}

/// A `Force` that nothing in the steps obeys.
template <class W, const auto& steps>
struct Disobeyed {
  static constexpr Text text = [] {
    constexpr auto& g = graph_of<W>;
    Text t;
    for (const ForcedChoice& f : g.forced) {
      Text ways;
      bool obeyed = false;
      for (int i = 0; i < steps.op_count; ++i) {
        const Op& op = steps.ops[i];
        if (!is_within(g, op.scope, f.scope)) continue;
        obeyed = obeyed || obeys(f.implementation, op);
        for (int w = 0; w < traits_of(op).implementations.size; ++w) {
          std::string_view name = traits_of(op).implementations[w].name;
          if (ways.view().find(name) == std::string_view::npos) ways << (ways.empty() ? "" : ", ") << name;
        }
      }
      if (obeyed) continue;
      spell_path(t << "Force: ", g.scopes, f.scope);
      t << " cannot be computed by \"" << f.implementation << "\"";
      return ways.empty() ? t << ": nothing of it is left to compute" : t << ", but by " << ways;
    }
    return t;
  }();
};

}  // namespace detail

/// The sentence about a `Force` in network `W` that its `steps` do not obey, as `network_error` is.
template <class W, const auto& steps>
using force_error = detail::wiring_error_of<detail::Disobeyed<W, steps>>;

}  // namespace cincel

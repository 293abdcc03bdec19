// The graph of a network as a value of fixed size, made by running the builder twice: once to count, once to
// fill. `W` is anything with a `lower`.
#pragma once

#include <cincel/graph/builder.hpp>

#include <array>

namespace cincel {

template <int Ops, int Edges, int Params, int Scopes>
struct Graph {
  std::array<Op, static_cast<std::size_t>(Ops)> ops{};
  std::array<int, static_cast<std::size_t>(Edges)> edges{};
  std::array<Param, static_cast<std::size_t>(Params)> params{};
  std::array<Scope, static_cast<std::size_t>(Scopes)> scopes{};
  int output = 0;
};

/// Sizes of a graph, and the sentence if it is wrong.
struct GraphCounts {
  int ops = 0, edges = 0, params = 0, scopes = 0;
  bool bad = false;
  Text error;
};

template <class W>
consteval GraphCounts count_graph() {
  Builder b;
  b.apply_whole<W>();
  return {b.ops.size(), b.edges.size(), b.params.size(), b.scopes.size(), b.failed(), b.error};
}

template <class W>
inline constexpr GraphCounts graph_counts = count_graph<W>();

template <class W>
consteval auto build_graph() {
  constexpr GraphCounts n = graph_counts<W>;
  Graph<n.ops, n.edges, n.params, n.scopes> g;
  Builder b;
  g.output = b.apply_whole<W>();
  for (int i = 0; i < n.ops; ++i) g.ops[static_cast<std::size_t>(i)] = b.ops[i];
  for (int i = 0; i < n.edges; ++i) g.edges[static_cast<std::size_t>(i)] = b.edges[i];
  for (int i = 0; i < n.params; ++i) g.params[static_cast<std::size_t>(i)] = b.params[i];
  for (int i = 0; i < n.scopes; ++i) g.scopes[static_cast<std::size_t>(i)] = b.scopes[i];
  return g;
}

/// The lowered graph of a right network, as the user spelt it: no pass has been over it.
template <class W>
inline constexpr auto graph_of = build_graph<W>();

}  // namespace cincel

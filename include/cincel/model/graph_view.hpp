// The graph of any network as one run-time type, for what is printed or drawn.
#pragma once

#include <cincel/model/facts.hpp>

#include <span>
#include <string>

namespace cincel {
inline namespace CINCEL_ISA {

/// A network's operators, wiring, parameters and names.
struct GraphView {
  std::span<const Op> ops;
  std::span<const int> edges;
  std::span<const Param> params;
  std::span<const Scope> scopes;
  std::span<const NetworkOutput> outputs;

  int operand(std::size_t i, int e) const {
    const int edge = ops[i].first_edge + e;
    return edges[static_cast<std::size_t>(edge)];
  }
  /// "layer1.0.conv2d", or the kind and number of an operator that has no name of its own.
  std::string name(std::size_t i) const {
    if (is_merge(ops[i].kind)) return merge_name(i);
    Text t;
    spell_path(t, scopes, ops[i].scope);
    return std::string(t.view());
  }
  std::string kind(std::size_t i) const {
    if (is_merge(ops[i].kind)) return merge_kind(ops[i].kind);
    return scopes[static_cast<std::size_t>(ops[i].scope)].kind;
  }

 private:
  static bool is_merge(Kind k) {
    return k == Kind::add || k == Kind::multiply || k == Kind::average || k == Kind::maximum || k == Kind::concat;
  }
  static const char* merge_kind(Kind k) {
    switch (k) {
      case Kind::add: return "Add";
      case Kind::multiply: return "Multiply";
      case Kind::average: return "Average";
      case Kind::maximum: return "Maximum";
      default: return "Concatenate";
    }
  }
  /// Merges have no scope, and are counted through the network, as Keras counts them.
  std::string merge_name(std::size_t i) const {
    int before = 0;
    for (std::size_t k = 0; k < i; ++k) before += ops[k].kind == ops[i].kind;
    std::string t(snake_case(merge_kind(ops[i].kind)).view());
    return before == 0 ? t : t + "_" + std::to_string(before);
  }
};

/// The graph of network `Net`, as it is spelt.
template <class Net>
GraphView graph_view() {
  static_assert(sizeof(network_error<Net>) != 0);  // a wrong network is one error
  constexpr auto& g = graph_of<Net>;
  return {g.ops, g.edges, g.params, g.scopes, g.outputs};
}

}  // namespace CINCEL_ISA
}  // namespace cincel

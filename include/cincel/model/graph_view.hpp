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
    if (traits_of(ops[i]).join_name != nullptr) return merge_name(i);
    Text t;
    spell_path(t, scopes, ops[i].scope);
    return std::string(t.view());
  }
  std::string kind(std::size_t i) const {
    if (const char* join = traits_of(ops[i]).join_name) return join;
    return scopes[static_cast<std::size_t>(ops[i].scope)].kind;
  }

 private:
  /// Merges have no scope, and are counted through the network, as Keras counts them.
  std::string merge_name(std::size_t i) const {
    int before = 0;
    for (std::size_t k = 0; k < i; ++k) before += ops[k].kind == ops[i].kind;
    std::string t(snake_case(traits_of(ops[i]).join_name).view());
    return before == 0 ? t : t + "_" + std::to_string(before);
  }
};

/// The graph of network `Net`, as it is spelt.
template <class Net>
GraphView graph_view() {
  static_assert(network_error<Net>::ok);  // a wrong network is one error
  constexpr auto& g = graph_of<Net>;
  return {g.ops, g.edges, g.params, g.scopes, g.outputs};
}

}  // namespace CINCEL_ISA
}  // namespace cincel

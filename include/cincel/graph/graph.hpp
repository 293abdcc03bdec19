// The graph of a network as a value of fixed size, made by running the builder twice: once to count, once to
// fill. `W` is anything with a `lower`.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/core/number_type.hpp>
#include <cincel/graph/builder.hpp>
#include <cincel/graph/wiring_error.hpp>

namespace cincel {

/// What the first run finds: the sizes of a graph, the facts that are asked for most, and the sentence if the network is
/// wrong. A program that asks for no more costs no second run.
struct GraphCounts {
  int ops = 0, edges = 0, params = 0, scopes = 0, outputs = 0, inputs = 0, rearrangements = 0, affines = 0, forced = 0;
  Shape input_shape{}, output_shape{};
  std::int64_t parameters = 0, non_trainable = 0, macs = 0;
  bool bad = false;
  Text error;
};

/// How many numbers the parameters of a graph have: all trainable ones, or all others.
template <class G>
constexpr std::int64_t count_parameters(const G& g, bool trainable) {
  std::int64_t n = 0;
  for (const Param& p : g.params)
    if (p.trainable == trainable) n += p.shape.volume();
  return n;
}

/// A network as layers lower it: operators in order of execution, and the lists that these refer to by number.
template <int Ops, int Edges, int Params, int Scopes, int Outputs, int Rearrangements, int Affines, int Forces>
struct Graph {
  fixed_array<Op, Ops> ops{};
  fixed_array<int, Edges> edges{};
  fixed_array<Param, Params> params{};
  fixed_array<Scope, Scopes> scopes{};
  fixed_array<NetworkOutput, Outputs> outputs{};
  fixed_array<Rearrangement, Rearrangements> rearrangements{};
  fixed_array<ChannelAffine, Affines> affines{};
  fixed_array<ForcedChoice, Forces> forced{};
  bool shares = false;                 // whether a parameter belongs to several operators
  bool tight_numbers = false;          // whether ways to compute that round more are not to be chosen
  Type dense_weights = Type::float32;  // of packed weights of large dense layers
};

template <class W>
consteval GraphCounts count_graph() {
  Builder b(true);
  const Node last = b.apply_whole<W>();
  GraphCounts n{.ops = b.op_count(),
                .edges = b.edge_count(),
                .params = b.params.size(),
                .scopes = b.scopes.size(),
                .outputs = 1 + b.outputs.size(),
                .inputs = b.inputs,
                .rearrangements = b.rearrangements.size(),
                .affines = b.affines.size(),
                .forced = b.forced.size(),
                .bad = b.failed(),
                .error = b.error};
  if (n.bad) return n;
  n.input_shape = b.shape(0);
  n.output_shape = b.shape(last);
  n.parameters = count_parameters(b, true);
  n.non_trainable = count_parameters(b, false);
  n.macs = b.macs();
  return n;
}

/// What the first run over `W` found, its error included.
template <class W>
inline constexpr GraphCounts first_run = count_graph<W>();

template <class W>
inline constexpr bool is_wired = !first_run<W>.bad;

namespace detail {
template <class W>
struct FirstRun {
  static constexpr const Text& text = first_run<W>.error;
};
}  // namespace detail

/// The sentence about a wrong network, as a type that makes the compiler print it where it is completed; for a right
/// network `no_wiring_error`. Everything that takes a network asks for it first:
/// `static_assert(network_error<Net>::ok)`.
template <class W>
using network_error = detail::wiring_error_of<detail::FirstRun<W>>;

/// What stands for a wrong network wherever its graph, plan or parameters are asked for: one number in, one number
/// out. So the rest of a program that uses the network still compiles, and the one mistake stays one error.
struct StandIn {
  static constexpr const char* keras_name = "Dense";
  static constexpr bool is_source = true;
  static constexpr void spell(Text& t) { t << "StandIn"; }
  static constexpr Node lower(Builder& b, Node) {
    const Node x = b.add_source({.kind = Kind::input, .out = Shape(1)});
    Op op{.kind = Kind::dense, .out = Shape(1)};
    b.parameter(op, "weight", {1, 1}, {});
    return b.add(op, x);
  }
};
template <class W>
using Wired = std::conditional_t<is_wired<W>, W, StandIn>;

/// The sizes and facts of a network that is right; of a wrong one those of its stand-in.
template <class W>
inline constexpr const GraphCounts& graph_counts = first_run<Wired<W>>;

template <class W>
consteval auto build_graph() {
  constexpr auto& n = graph_counts<W>;
  Graph<n.ops, n.edges, n.params, n.scopes, n.outputs, n.rearrangements, n.affines, n.forced> g;
  Builder b;
  b.ops.reserve(n.ops);
  b.edges.reserve(n.edges);
  b.params.reserve(n.params);
  b.scopes.reserve(n.scopes);
  g.outputs[0].node = b.apply_whole<W>();
  g.outputs[0].name = b.first_output;
  for (int i = 0; i < g.ops.size(); ++i) g.ops[i] = b.ops[i];
  for (int i = 0; i < g.edges.size(); ++i) g.edges[i] = b.edges[i];
  for (int i = 0; i < g.params.size(); ++i) g.params[i] = b.params[i];
  for (int i = 0; i < g.scopes.size(); ++i) g.scopes[i] = b.scopes[i];
  for (int i = 0; i < g.rearrangements.size(); ++i) g.rearrangements[i] = b.rearrangements[i];
  for (int i = 0; i < g.affines.size(); ++i) g.affines[i] = b.affines[i];
  for (int i = 0; i < g.forced.size(); ++i) g.forced[i] = b.forced[i];
  for (int i = 1; i < g.outputs.size(); ++i) g.outputs[i] = b.outputs[i - 1];
  g.shares = b.shares;
  g.tight_numbers = b.tight_numbers;
  g.dense_weights = b.dense_weights;
  return g;
}

/// The lowered graph of a network, as the user spelt it: no pass has been over it.
template <class W>
inline constexpr auto graph_of = sizeof(network_error<W>) != 0 ? build_graph<Wired<W>>() : build_graph<Wired<W>>();

/// The shapes of a network's inputs, in order of their declaration.
template <class W>
consteval auto input_shapes_of() {
  fixed_array<Shape, graph_counts<W>.inputs> shapes{};
  for (const Op& op : graph_of<W>.ops)
    if (op.kind == Kind::input) shapes[op.input] = op.out;
  return shapes;
}
/// The shapes of its outputs: the last layer's, then the others in order of their declaration.
template <class W>
consteval auto output_shapes_of() {
  fixed_array<Shape, graph_counts<W>.outputs> shapes{};
  for (int i = 0; i < shapes.size(); ++i) shapes[i] = graph_of<W>.ops[graph_of<W>.outputs[i].node].out;
  return shapes;
}

}  // namespace cincel

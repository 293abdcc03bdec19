// A network as a drawing, in Graphviz's language.
#pragma once

#include <cincel/model/graph_view.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

/// The graph in the dot language: a box for each layer with its name, kind and output shape, an arrow for each value.
/// `dot -Tsvg` draws it.
inline std::string to_dot(const GraphView& g, const std::string& title) {
  std::string t = "digraph \"" + title + "\" {\n  node [shape=box, fontname=\"Helvetica\", fontsize=10];\n";
  for (std::size_t i = 0; i < g.ops.size(); ++i) {
    Text shape;
    shape << g.ops[i].out;
    std::int64_t count = 0;
    for (int p = g.ops[i].param; p < g.ops[i].param + g.ops[i].params; ++p)
      count += g.params[static_cast<std::size_t>(p)].shape.volume();
    t += "  n" + std::to_string(i) + " [label=\"" + g.name(i) + "\\n" + g.kind(i) + " " + std::string(shape.view());
    if (count > 0) t += "\\n" + std::to_string(count) + " parameters";
    t += "\"];\n";
    for (int e = 0; e < g.ops[i].edges; ++e)
      t += "  n" + std::to_string(g.operand(i, e)) + " -> n" + std::to_string(i) + ";\n";
  }
  return t + "}\n";
}

}  // namespace CINCEL_ISA
}  // namespace cincel

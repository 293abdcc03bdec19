// A graph while passes work on it.
#pragma once

#include <cincel/core/list.hpp>
#include <cincel/ops/ops.hpp>

namespace cincel {

/// Operators in order of execution, operands as numbers of operators.
struct Steps {
  struct Operand {
    int node = 0;
    Shape view{};  // how the reader sees the value, if it was reshaped in between; rank 0 if not
    constexpr bool is_view() const { return view.rank != 0; }
  };
  struct Output {
    int node = 0;
  };
  list<Op> ops;
  list<Operand> edges;
  list<Output> outputs;
  list<ChannelAffine> affines;

  constexpr int operand(const Op& op, int e = 0) const { return edges[op.first_edge + e].node; }
  constexpr bool is_output(int node) const {
    for (const Output& o : outputs)
      if (o.node == node) return true;
    return false;
  }
  /// The shape that the reader of an operand sees.
  constexpr const Shape& seen(const Operand& x) const { return x.is_view() ? x.view : ops[x.node].out; }
};

/// Outputs as bits: those that end in a softmax and leave it to their loss while training. Only the first 64 may.
using OutputBits = std::uint64_t;
inline constexpr int most_output_bits = 64;
inline constexpr OutputBits all_outputs = ~OutputBits{0};
/// The bit of output `o`; none from output 64 on.
constexpr OutputBits output_bit(std::integral auto o) { return o < most_output_bits ? OutputBits{1} << o : 0; }
constexpr bool contains(OutputBits bits, std::integral auto o) { return (bits & output_bit(o)) != 0; }

/// The operator of graph `g` whose numbers output `o` is, in the same shape or another.
template <class G>
constexpr int maker_of_output(const G& g, std::integral auto o) {
  int i = g.outputs[o].node;
  while (g.ops[i].kind == Kind::reshape) i = g.edges[g.ops[i].first_edge];
  return i;
}

/// The softmax whose result output `o` of graph `g` is, in the same shape or one with the same channels; -1 if it is
/// the result of something else.
template <class G>
constexpr int softmax_of_output(const G& g, std::integral auto o) {
  const int i = maker_of_output(g, o);
  const Op &made = g.ops[i], &output = g.ops[g.outputs[o].node];
  return made.kind == Kind::softmax && made.out.channels() == output.out.channels() ? i : -1;
}

}  // namespace cincel

// What is known of each step of an inference before it runs: its layer, its work, what it moves.
#pragma once

#include <cincel/model/graph_view.hpp>
#include <cincel/plan/inference_plan.hpp>

#include <string>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {
namespace profile {

struct StepFacts {
  std::string layer;           // "block1.conv2d_1", as in a summary
  std::string kind;            // "Conv2D"
  std::string implementation;  // how it is computed: "direct"
  double flops = 0;            // two for a multiply-add
  double value_bytes = 0;      // of its operands, each counted once, and its result
  double weight_bytes = 0;     // of its parameters
  double bytes() const { return value_bytes + weight_bytes; }
};

namespace impl {

/// The number in the network's graph of the operator that step `step` computes; behind the last one if a pass put the
/// step in. Operators of a kind keep their order, and those without a name of their own have no other mark.
template <class Net>
std::size_t graph_number(std::size_t step) {
  constexpr auto& plan = inference_plan<Net>;
  constexpr auto& ops = graph_of<Net>.ops;
  const Op& op = plan.steps[step].op;
  std::size_t before = 0;
  for (std::size_t i = 0; i < step; ++i)
    before += plan.steps[i].op.kind == op.kind && plan.steps[i].op.scope == op.scope;
  for (std::size_t i = 0; i < ops.size(); ++i)
    if (ops[i].kind == op.kind && ops[i].scope == op.scope && before-- == 0) return i;
  return ops.size();
}

/// Numbers in the operands of a step, one that it reads twice counted once.
template <class Operands>
constexpr std::int64_t numbers_read(const Operands& operands, const Step& s) {
  std::int64_t n = 0;
  for (int e = s.first_operand; e < s.first_operand + s.op.edges; ++e) {
    const Buffer& x = operands[e];
    bool is_new = true;
    for (int k = s.first_operand; k < e; ++k) {
      const Buffer& y = operands[k];
      is_new = is_new && !begin_together(x, y);
    }
    n += is_new ? x.map.volume() : 0;
  }
  return n;
}

}  // namespace impl

/// Of every step of network `Net`, in order.
template <class Net>
std::vector<StepFacts> step_facts() {
  constexpr auto& plan = inference_plan<Net>;
  const GraphView g = graph_view<Net>();
  std::vector<StepFacts> all;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& s = plan.steps[i];
    const std::size_t at = impl::graph_number<Net>(i);
    const bool is_of_graph = at < g.ops.size();
    std::int64_t values = s.y.map.volume() + impl::numbers_read(plan.operands, s), weights = 0;
    for (int p = s.op.param; p < s.op.param + s.op.params; ++p)
      weights += g.params[static_cast<std::size_t>(p)].shape.volume();
    all.push_back({is_of_graph ? g.name(at) : "copy", is_of_graph ? g.kind(at) : "copy", implementation_of(s.op).name,
                   2.0 * static_cast<double>(s.op.macs), static_cast<double>(bytes_of(values)),
                   static_cast<double>(bytes_of(weights))});
  }
  return all;
}

}  // namespace profile
}  // namespace CINCEL_ISA
}  // namespace cincel

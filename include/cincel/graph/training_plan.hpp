// The plan of a training step: forward operators in order, which of them need a gradient, where values and
// gradients lie, and where batch normalisation cuts the step into phases.
#pragma once

#include <cincel/graph/plan.hpp>

namespace cincel {

struct TrainingStep {
  Step forward{};
  Buffer dx{}, dy{};
  bool needs_dx = false;        // whether a gradient flows to the operand
  bool first_gradient = true;   // whether dx holds nothing yet when this operator's backward pass begins
  std::int64_t mask = 0;        // dropout: floats from the arena's begin
  std::int64_t transposed = 0;  // weights as the input's gradient reads them: floats from their begin
  int normalization = -1;       // number among the batch normalisations
};

template <int N>
struct TrainingPlan {
  std::array<TrainingStep, static_cast<std::size_t>(N)> steps{};
  Buffer output{}, output_gradient{};
  bool ends_in_softmax = false;
  std::int64_t arena = 0;       // floats, a sample
  std::int64_t packed = 0;      // floats of packed weights
  std::int64_t transposed = 0;  // floats of transposed weights
  int normalizations = 0;
};

template <class G>
constexpr Steps training_steps(const G& g) {
  Steps s = simplify(g, Mode::training);
  shrink_to_demand(s, Mode::training);
  insert_copies(s);
  return s;
}

namespace detail {

/// Whether a gradient must reach each value: whether a trainable operator stands at or before it.
template <class G>
constexpr list<bool> gradient_reaches(const G& g, const Steps& s) {
  list<bool> needs(s.ops.size(), false);
  for (int i = 0; i < s.ops.size(); ++i) {
    const Op& op = s.ops[i];
    for (int p = op.param; p < op.param + op.params; ++p)
      needs[i] = needs[i] || g.params[static_cast<std::size_t>(p)].trainable;
    for (int e = 0; e < op.edges; ++e) needs[i] = needs[i] || needs[s.edges[op.first_edge + e]];
  }
  return needs;
}

/// Lifetimes of values, their gradients and masks. Operator i runs forward at time i and backward at 2n − i, the
/// loss at n.
constexpr list<Interval> training_intervals(const Steps& s, const list<Buffer>& buffers, const list<bool>& needs) {
  const int n = s.ops.size();
  list<Interval> x;
  for (int i = 0; i < n; ++i)
    x.push_back({s.ops[i].kind == Kind::input ? 0 : buffers[i].size(), i, i == s.output ? n : i});
  const auto extend = [&](int value, int time) { x[value].last = time > x[value].last ? time : x[value].last; };
  for (int i = 0; i < n; ++i) {
    const Op& op = s.ops[i];
    const Reads reads = backward_reads(op);
    if (reads.y && needs[i]) extend(i, 2 * n - i);
    for (int e = 0; e < op.edges; ++e) {
      const int v = s.edges[op.first_edge + e];
      extend(v, reads.x && needs[i] ? 2 * n - i : i);
    }
  }
  list<int> written(n, 2 * n);  // when the gradient of a value is first written
  written[s.output] = n;
  for (int i = 0; i < n; ++i)
    for (int e = 0; e < s.ops[i].edges; ++e) {
      int& first = written[s.edges[s.ops[i].first_edge + e]];
      first = 2 * n - i < first ? 2 * n - i : first;
    }
  for (int i = 0; i < n; ++i) x.push_back({needs[i] || i == s.output ? buffers[i].size() : 0, written[i], 2 * n - i});
  for (int i = 0; i < n; ++i) {
    const bool masked = s.ops[i].kind == Kind::dropout;
    x.push_back({masked ? s.ops[i].out.volume() : 0, i, needs[i] ? 2 * n - i : i});
  }
  return x;
}

}  // namespace detail

template <int N, class G>
consteval TrainingPlan<N> plan_training(const G& g) {
  const Steps s = training_steps(g);
  const int n = s.ops.size();
  list<Buffer> values = make_buffers(s);
  const list<bool> needs = detail::gradient_reaches(g, s);
  list<Interval> intervals = detail::training_intervals(s, values, needs);
  TrainingPlan<N> plan;
  plan.arena = plan_arena(intervals);
  plan.ends_in_softmax = s.ends_in_softmax;
  list<Buffer> gradients;
  for (int i = 0; i < n; ++i) {
    values[i].offset = intervals[i].offset;
    values[i].external = s.ops[i].kind == Kind::input;
    gradients.push_back(values[i]);
    gradients[i].offset = intervals[n + i].offset;
  }
  list<int> last_consumer(n, -1);
  for (int i = 0; i < n; ++i)
    for (int e = 0; e < s.ops[i].edges; ++e) last_consumer[s.edges[s.ops[i].first_edge + e]] = i;
  std::size_t at = 0;
  for (int i = 0; i < n; ++i) {
    const Op& op = s.ops[i];
    if (op.kind == Kind::input) continue;
    const int x = s.operand(op);
    TrainingStep t{.forward = {.op = op, .x = viewed_as(values[x], op.in), .y = values[i]},
                   .dx = viewed_as(gradients[x], op.in),
                   .dy = gradients[i]};
    t.needs_dx = needs[x];
    t.first_gradient = last_consumer[x] == i;  // the backward sweep meets it first
    t.mask = intervals[2 * n + i].offset;
    if (op.kind == Kind::batch_normalization) t.normalization = plan.normalizations++;
    if (has_weights(op.kind)) {
      t.transposed = plan.transposed;
      plan.transposed += round_up(reduction_of(op) * op.out.channels(), arena_alignment);
    }
    plan.steps[at++] = t;
  }
  plan.output = values[s.output];
  plan.output_gradient = gradients[s.output];
  for (TrainingStep& t : plan.steps) plan.packed = place_weights(t.forward, plan.packed);
  return plan;
}

/// The training plan of network `W`.
template <class W>
inline constexpr auto training_plan = plan_training<count_steps(training_steps(graph_of<W>))>(graph_of<W>);

}  // namespace cincel

// The plan of an inference: operators in order, each with its buffers in the arena and its packed weights.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/graph/graph.hpp>
#include <cincel/ops/packing.hpp>
#include <cincel/plan/arena.hpp>
#include <cincel/plan/buffers.hpp>
#include <cincel/plan/choose.hpp>
#include <cincel/plan/demand.hpp>
#include <cincel/plan/in_place.hpp>
#include <cincel/plan/simplify.hpp>

namespace cincel {

struct Step {
  Op op{};
  Buffer x{}, y{};        // first operand and result
  int first_operand = 0;  // of all operands, in the plan's list
  Rearrangement rearrangement{};
  ChannelAffine affine{};                        // of pre-processing, or folded into the weights
  const std::int64_t* parameter_size = nullptr;  // of a layer of the user's: numbers in each of its parameters
  Packing packing = Packing::plain;    // of its parameters; here, so that no program asks the operators' rooms
  std::int64_t weights = 0, bias = 0;  // bytes from the begin of the packed weights
  std::int64_t scratch = 0;            // bytes from the arena's begin
};

template <int N, int Operands, int Inputs, int Outputs>
struct InferencePlan {
  fixed_array<Step, N> steps{};
  fixed_array<Buffer, Operands> operands{};
  fixed_array<Buffer, Inputs> inputs{};  // in the caller's memory, or, of bytes, in the arena
  fixed_array<Buffer, Outputs> outputs{};
  std::int64_t arena_bytes = 0;
  std::int64_t arena_lower_bound = 0;  // bytes that any plan needs
  std::int64_t weight_bytes = 0;       // packed
  std::int64_t macs = 0;
};

/// Steps as a value of fixed size, with room to spare, so that passes run once.
template <int Ops, int Edges, int Outputs, int Affines>
struct FixedSteps {
  fixed_array<Op, Ops> ops{};
  fixed_array<Steps::Operand, Edges> edges{};
  fixed_array<Steps::Output, Outputs> outputs{};
  fixed_array<ChannelAffine, Affines> affines{};
  int op_count = 0, edge_count = 0;

  constexpr explicit FixedSteps(const Steps& s) : op_count(s.ops.size()), edge_count(s.edges.size()) {
    for (int i = 0; i < op_count; ++i) ops[i] = s.ops[i];
    for (int i = 0; i < edge_count; ++i) edges[i] = s.edges[i];
    for (int i = 0; i < outputs.size(); ++i) outputs[i] = s.outputs[i];
    for (int i = 0; i < affines.size(); ++i) affines[i] = s.affines[i];
  }
  constexpr Steps steps() const {
    Steps s;
    s.ops.reserve(op_count);
    s.edges.reserve(edge_count);
    for (int i = 0; i < op_count; ++i) s.ops.push_back(ops[i]);
    for (int i = 0; i < edge_count; ++i) s.edges.push_back(edges[i]);
    for (const Steps::Output& o : outputs) s.outputs.push_back(o);
    for (const ChannelAffine& a : affines) s.affines.push_back(a);
    return s;
  }
};

/// The steps that `Make` makes of a network's graph. Each operand of a step and each output may need a copy.
template <class W, auto Make>
consteval auto fixed_steps() {
  constexpr auto& n = graph_counts<W>;
  return FixedSteps<n.ops + n.edges + n.outputs, 2 * (n.ops + n.edges + n.outputs), n.outputs, n.affines>(
      Make(graph_of<W>));
}

/// The graph after all inference passes.
template <class G>
constexpr Steps inference_steps(const G& g, const Target& target) {
  Steps s = simplify(g, Mode::inference);
  shrink_to_demand(s, Mode::inference);
  choose(g, s, target);
  insert_copies(s, Mode::inference);
  return s;
}

/// Steps of a graph that do something: neither inputs nor, at inference, concatenations.
constexpr bool is_step(const Op& op, Mode mode) {
  return op.kind != Kind::input && (mode == Mode::training || !traits_of(op).is_written_by_operands);
}

struct PlanCounts {
  int steps = 0, operands = 0, inputs = 0, outputs = 0;
};
template <class S>
constexpr PlanCounts count_steps(const S& s, Mode mode) {
  PlanCounts n;
  n.outputs = s.outputs.size();
  for (int i = 0; i < s.op_count; ++i) {
    const Op& op = s.ops[i];
    n.inputs += op.kind == Kind::input;
    if (!is_step(op, mode)) continue;
    ++n.steps;
    n.operands += op.edges;
  }
  return n;
}

/// When each buffer is alive, scratch after the values; step numbers are numbers of operators. What holds others
/// lives as long as any of them. Inputs are taken into the arena before the first step, wherever they are declared.
constexpr list<Interval> inference_intervals(const Steps& s, const list<Buffer>& buffers, const list<Place>& places) {
  const int n = s.ops.size();
  list<Interval> x;
  list<std::int64_t> rows(n, 0);
  for (int i = 0; i < n; ++i) {
    x.push_back({0, s.ops[i].kind == Kind::input ? 0 : i, i});
    rows[places[i].root] = detail::larger(rows[places[i].root], buffers[i].rows());
  }
  for (int i = 0; i < n; ++i) {
    Interval& root = x[places[i].root];
    if (i < root.first) root.first = i;
    for (int e = 0; e < s.ops[i].edges; ++e) {
      const int p = places[s.edges[s.ops[i].first_edge + e].node].root;
      if (i > x[p].last) x[p].last = i;
    }
  }
  for (const Steps::Output& o : s.outputs) x[places[o.node].root].last = n;
  for (int i = 0; i < n; ++i)
    if (places[i].root == i && !buffers[i].external()) x[i].size = rows[i] * buffers[i].row * size_of(buffers[i].type);
  for (int i = 0; i < n; ++i) x.push_back({bytes_of(scratch_size(s.ops[i], Mode::inference)), i, i});
  return x;
}

/// Places the packed weights of one operator from byte `at` on; returns their end.
template <class G>
constexpr std::int64_t place_weights(const G& g, Step& step, std::int64_t at) {
  const Op& op = step.op;
  const auto packed_weights = needs_of(op).packed_weights;
  if (packed_weights == nullptr) {
    if (op.params == 0) return at;
    step.weights = step.bias = at;
    for (int p = op.param; p < op.param + op.params; ++p)
      at += bytes_of(round_up(g.params[p].shape.volume(), packed_quantum));
    return round_up(at, bytes_of(packed_block));
  }
  step.weights = at;
  step.bias = at + bytes_of(round_up(packed_weights(op), packed_block));
  // Groups of channels that are no multiple of a register read beyond their own biases.
  return step.bias + bytes_of(round_up(op.out.channels() + (op.groups > 1 ? packed_block : 0), packed_block));
}

/// Whether two steps read the same packed weights: the same parameters, and all else that packing reads. That is a
/// fact of the step, not of the parameters: uses that share these may differ in epsilon, groups or what is folded in.
constexpr bool packs_alike(const Step& a, const Step& b) {
  return a.op.params > 0 && a.op.param == b.op.param && a.op.params == b.op.params && a.op.kind == b.op.kind &&
         needs_of(a.op).packing == needs_of(b.op).packing && a.op.groups == b.op.groups &&
         a.op.epsilon == b.op.epsilon && a.op.center == b.op.center && a.op.scale == b.op.scale &&
         a.op.fold == b.op.fold && a.affine == b.affine;
}

/// Places the packed weights of all steps; those that pack alike have one place. Returns the bytes of all.
template <class G, class Get, class List>
constexpr std::int64_t place_all_weights(const G& g, List& steps, Get get) {
  std::int64_t end = 0;
  for (int i = 0; i < steps.size(); ++i) {
    Step& step = get(steps[i]);
    bool found = false;
    for (int k = 0; g.shares && step.op.params > 0 && k < i && !found; ++k) {
      const Step& other = get(steps[k]);
      found = packs_alike(step, other);
      if (found) step.weights = other.weights, step.bias = other.bias;
    }
    if (!found) end = place_weights(g, step, end);
  }
  return end;
}

/// What few operators have, taken from the lists.
template <class G>
constexpr void set_details(const G& g, const Steps& s, Step& step) {
  const Op& op = step.op;
  if (op.kind == Kind::rearrange) step.rearrangement = g.rearrangements[op.detail];
  const int affine = traits_of(op).role == Role::affine ? op.detail : op.fold.input_affine;
  if (affine >= 0) step.affine = s.affines[affine];
  step.packing = needs_of(op).packing;
}

template <int N, int Operands, int Inputs, int Outputs, class G>
consteval auto plan_inference(const G& g, const Steps& s, const std::int64_t* parameter_sizes) {
  const list<Wants> wants = wants_of(s);
  list<Place> places = place_values(s, wants, Mode::inference);
  list<Buffer> buffers = make_buffers(s, wants, places, Mode::inference);
  write_sums_in_place(s, buffers, places);
  list<Interval> intervals = inference_intervals(s, buffers, places);
  InferencePlan<N, Operands, Inputs, Outputs> plan;
  plan.arena_bytes = plan_arena(intervals, s.ops.size() + 1);
  plan.arena_lower_bound = arena_lower_bound(intervals, s.ops.size() + 1);
  for (int i = 0; i < s.ops.size(); ++i) {
    buffers[i].offset = intervals[places[i].root].offset;
    move_begin(buffers[i], places[i].channel);
  }
  int n = 0, operands = 0;
  for (int i = 0; i < s.ops.size(); ++i) {
    const Op& op = s.ops[i];
    if (op.kind == Kind::input) plan.inputs[op.input] = buffers[i];
    if (!is_step(op, Mode::inference)) continue;
    Step& step = plan.steps[n++];
    step.op = op;
    step.y = buffers[i];
    step.first_operand = operands;
    step.scratch = intervals[s.ops.size() + i].offset;
    for (int e = 0; e < op.edges; ++e) {
      const Steps::Operand& x = s.edges[op.first_edge + e];
      plan.operands[operands++] = viewed_as(buffers[x.node], x.view);
    }
    step.x = plan.operands[step.first_operand];
    set_details(g, s, step);
    if (op.kind == Kind::user) step.parameter_size = parameter_sizes + op.param;
  }
  for (int o = 0; o < plan.outputs.size(); ++o) plan.outputs[o] = buffers[s.outputs[o].node];
  plan.weight_bytes = place_all_weights(g, plan.steps, [](auto& step) -> auto& { return step; });
  plan.macs = total_macs(s);
  return plan;
}

namespace detail {
// Variables of their own: a constant within a function would be computed again with every call of it.
template <class W>
inline constexpr auto fixed_inference_steps =
    fixed_steps<W, [](const auto& g) { return inference_steps(g, target_of<W>); }>();
template <class W>
inline constexpr PlanCounts inference_counts = count_steps(fixed_inference_steps<W>, Mode::inference);

/// Numbers in each parameter. (A plan that points here makes it part of the binary; only layers of the user's do.)
template <class W>
inline constexpr auto parameter_sizes = [] {
  fixed_array<std::int64_t, graph_of<W>.params.size()> sizes{};
  for (int p = 0; p < sizes.size(); ++p) sizes[p] = graph_of<W>.params[p].shape.volume();
  return sizes;
}();

template <class W, bool forces = graph_counts<W>.forced != 0>
struct PlanError {
  using type = no_wiring_error;
};
template <class W>
struct PlanError<W, true> {
  using type = force_error<W, fixed_inference_steps<W>>;
};

template <class W>
consteval auto make_inference_plan() {
  constexpr auto& n = inference_counts<W>;
  return plan_inference<n.steps, n.operands, n.inputs, n.outputs>(graph_of<W>, fixed_inference_steps<W>.steps(),
                                                                  parameter_sizes<W>.data());
}
}  // namespace detail

/// The sentence about what inference of network `W` cannot do as it is told.
template <class W>
using plan_error = typename detail::PlanError<W>::type;

/// The inference plan of network `W`.
template <class W>
inline constexpr auto inference_plan =
    sizeof(network_error<W>) != 0 && sizeof(plan_error<W>) != 0 ? detail::make_inference_plan<W>()
                                                                : detail::make_inference_plan<W>();

}  // namespace cincel

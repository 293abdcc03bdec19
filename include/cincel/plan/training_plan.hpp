// The plan of a training step: forward operators in order, which of them need a gradient, where values and
// gradients lie, and where batch normalisation cuts the step into phases.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/ops/winograd.hpp>
#include <cincel/plan/choose.hpp>
#include <cincel/plan/inference_plan.hpp>

namespace cincel {

/// The gradient of one operand of an operator.
struct OperandGradient {
  Buffer dx{};
  bool wanted = false;  // whether a gradient flows to the operand
  bool first = true;    // whether dx holds nothing yet when this operator's backward pass begins
};

struct TrainingStep {
  Step forward{};
  Buffer dy{};
  std::int64_t saved = 0;       // what it keeps for its backward pass: bytes from the arena's begin
  std::int64_t transposed = 0;  // weights as the input's gradient reads them: bytes from their begin
  bool packs = true;            // false where an earlier step shares its weights, and packs them
  bool transposes = false;      // whether it wants transposed weights, and packs them
  int gradient_tile = 0;        // of Winograd's, by which its backward pass is computed; 0: otherwise
  int samples = 1;              // that its passes take at once where they are at hand
  int normalization = -1;       // number among the batch normalisations
  int forward_phase = 0, backward_phase = 0;
};

template <int N, int Operands, int Outputs>
struct TrainingPlan {
  struct Output {
    Buffer value{}, gradient{};
  };
  fixed_array<TrainingStep, N> steps{};
  fixed_array<Buffer, Operands> operands{};
  fixed_array<OperandGradient, Operands> gradients{};
  fixed_array<Output, Outputs> outputs{};
  std::int64_t arena_bytes = 0;       // of a sample
  std::int64_t weight_bytes = 0;      // packed
  std::int64_t transposed_bytes = 0;  // of transposed weights
  int normalizations = 0;
};

/// `target` with what graph `g` asks for, while training.
template <class G>
constexpr Target training_target(const G& g, Target target) {
  target.mode = Mode::training;
  return with_wishes_of(g, target);
}

template <class G>
constexpr Steps training_steps(const G& g, Target target, OutputBits left_to_loss = all_outputs) {
  target.mode = Mode::training;
  Steps s = simplify(g, Mode::training, left_to_loss);
  for (Op& op : s.ops) op.bytes = false;  // training reads floats
  shrink_to_demand(s, Mode::training);
  choose(g, s, target);
  insert_copies(s, Mode::training);
  return s;
}

namespace detail {

/// Whether a gradient must reach each value: whether a trainable operator stands at or before it.
template <class G>
constexpr list<bool> gradient_reaches(const G& g, const Steps& s) {
  list<bool> needs(s.ops.size(), false);
  for (int i = 0; i < s.ops.size(); ++i) {
    const Op& op = s.ops[i];
    for (int p = op.param; p < op.param + op.params; ++p) needs[i] = needs[i] || g.params[p].trainable;
    for (int e = 0; e < op.edges; ++e) needs[i] = needs[i] || needs[s.operand(op, e)];
  }
  return needs;
}

/// Lifetimes: of each value, then of each gradient, then of what is saved and of scratch where there is any.
struct TrainingLives {
  list<Interval> all;
  list<int> saved, scratch;  // of each operator: its number in `all`, or -1

  constexpr void add(list<int>& numbers, std::int64_t size, int first, int last) {
    numbers.push_back(size == 0 ? -1 : all.size());
    if (size > 0) all.push_back({size * float_size, first, last});
  }
};

/// Operator i runs forward at time i and backward at 2n − i, the loss at n.
constexpr TrainingLives training_lives(const Steps& s, const list<Buffer>& buffers, const list<bool>& needs) {
  const int n = s.ops.size();
  TrainingLives lives;
  list<Interval>& x = lives.all;
  x.reserve(2 * n + 16);
  list<int> written(n, 2 * n);  // when the gradient of a value is first written
  for (int i = 0; i < n; ++i) x.push_back({s.ops[i].kind == Kind::input ? 0 : buffers[i].bytes(), i, i});
  for (const Steps::Output& o : s.outputs) x[o.node].last = written[o.node] = n;
  for (int i = 0; i < n; ++i) {
    const Op& op = s.ops[i];
    const int backward = 2 * n - i;
    const Reads reads = needs[i] ? backward_reads(op) : Reads{};
    if (reads.y) x[i].last = backward;
    const int end = reads.x ? backward : i;
    for (int e = op.first_edge; e < op.first_edge + op.edges; ++e) {
      const int value = s.edges[e].node;
      if (end > x[value].last) x[value].last = end;
      if (backward < written[value]) written[value] = backward;
    }
  }
  for (int i = 0; i < n; ++i) x.push_back({needs[i] || s.is_output(i) ? buffers[i].bytes() : 0, written[i], 2 * n - i});
  for (int i = 0; i < n; ++i) {
    const Op& op = s.ops[i];
    const OperatorTraits& traits = traits_of(op);
    const int last = needs[i] ? 2 * n - i : i;
    lives.add(lives.saved, traits.saved == nullptr ? 0 : traits.saved(op), i, last);
    lives.add(lives.scratch, scratch_size(needs_of(traits, op), op, Mode::training), i, last);
  }
  return lives;
}

/// Of each value whether its gradient has hardly any zeros: those behind it say so.
constexpr list<bool> dense_gradients(const Steps& s) {
  const int n = s.ops.size();
  list<bool> dense(n, true), read(n, false);
  for (int i = n; i-- > 0;) {
    dense[i] = dense[i] && read[i] && !s.is_output(i);
    const Op& op = s.ops[i];
    const GradientZeros zeros = traits_of(op).gradient_zeros;
    const bool leaves_none = zeros == GradientZeros::none || (zeros == GradientZeros::as_result && dense[i]);
    for (int e = 0; e < op.edges; ++e) {
      read[s.operand(op, e)] = true;
      if (!leaves_none) dense[s.operand(op, e)] = false;
    }
  }
  return dense;
}

/// Winograd's tile by which the backward pass of an op is computed: where its gradient is `dense` the best one, if a `Force`
/// does not say how the op is computed; then the same forward and backward.
template <class G>
constexpr int choose_gradient_tile(const G& g, const Op& op, bool dense, const Target& target) {
  if (traits_of(op).gradient_tile == nullptr) return 0;
  if (forced_way(g, op, target) < 0) return dense ? traits_of(op).gradient_tile(op, target) : 0;
  const int tile = winograd_tile_of(needs_of(op).packing);
  return tile != 0 && winograd_gradient_fits(op, tile) ? tile : 0;
}

/// How many samples the passes of a step take at once: all that are at hand, or as many as Winograd's tiles want.
constexpr int samples_of(const TrainingStep& t) {
  const Op& op = t.forward.op;
  if (traits_of(op).takes_several(op)) return most_samples_at_hand;
  const auto wanted = [&](int tile) {
    return for_winograd_tile(tile, 1, [&](auto m) { return static_cast<int>(winograd_samples<m()>(op)); });
  };
  const int forward = wanted(winograd_tile_of(needs_of(op).packing)), backward = wanted(t.gradient_tile);
  return forward > backward ? forward : backward;
}

/// Numbers in the weights of a step as the gradient of its input reads them.
constexpr std::int64_t transposed_size(const TrainingStep& t) {
  const Op& op = t.forward.op;
  return for_winograd_tile(t.gradient_tile, reduction_of(op) * op.out.channels(),
                           [&](auto m) { return winograd_weights<m()>(winograd_gradient_op(op)); });
}

/// Transposed weights, where a gradient flows to the operand that they are of; once for all steps that share them, and
/// then in any case. A register's lanes may be read behind the last.
template <class Plan>
constexpr void place_transposed(Plan& plan, bool shares) {
  for (int i = 0; i < plan.steps.size(); ++i) {
    TrainingStep& t = plan.steps[i];
    const Op& op = t.forward.op;
    for (int k = 0; shares && op.params > 0 && k < i && t.packs; ++k) {
      const TrainingStep& other = plan.steps[k];
      if (!packs_alike(t.forward, other.forward) || t.gradient_tile != other.gradient_tile) continue;
      t.packs = false;
      t.transposed = other.transposed;
    }
    if (!t.packs || !has_weights(op.kind)) continue;
    t.transposes = shares || plan.gradients[t.forward.first_operand].wanted;
    if (!t.transposes) continue;
    t.transposed = plan.transposed_bytes;
    plan.transposed_bytes += round_up(bytes_of(transposed_size(t)), arena_alignment);
  }
  if (plan.transposed_bytes > 0) plan.transposed_bytes += arena_alignment;
}

/// Phases as engine.hpp explains them.
template <class Plan>
constexpr void set_phases(Plan& plan) {
  int before = 0;
  for (TrainingStep& t : plan.steps) {
    const bool own = t.normalization >= 0;
    t.backward_phase = 2 * plan.normalizations - before;
    before += own;
    t.forward_phase = before;
  }
}

}  // namespace detail

/// Where everything of a training step lies, in bytes: for each operator its value, its gradient, what it saves and its scratch.
template <int Ops>
struct TrainingPlaces {
  fixed_array<std::int64_t, Ops> value{}, gradient{}, saved{}, scratch{};
  std::int64_t arena_bytes = 0;
};

/// One buffer a value of a training step, without offsets.
constexpr list<Buffer> training_buffers(const Steps& s) {
  const list<Wants> wants = wants_of(s);
  return make_buffers(s, wants, place_values(s, wants, Mode::training), Mode::training);
}

template <int Ops, class G>
consteval TrainingPlaces<Ops> place_training(const G& g, const Steps& s) {
  detail::TrainingLives lives = detail::training_lives(s, training_buffers(s), detail::gradient_reaches(g, s));
  TrainingPlaces<Ops> places;
  places.arena_bytes = plan_arena(lives.all, 2 * Ops + 1, Ops);
  for (int i = 0; i < Ops; ++i) {
    places.value[i] = lives.all[i].offset;
    places.gradient[i] = lives.all[Ops + i].offset;
    if (lives.saved[i] >= 0) places.saved[i] = lives.all[lives.saved[i]].offset;
    if (lives.scratch[i] >= 0) places.scratch[i] = lives.all[lives.scratch[i]].offset;
  }
  return places;
}

namespace detail {

/// The values of a training step and their gradients, in their places.
struct TrainingValues {
  list<Buffer> values, gradients;
  list<bool> needs;         // whether a gradient must reach the value
  list<int> last_consumer;  // of each value: the backward sweep meets it first

  template <class G, class Places>
  constexpr TrainingValues(const G& g, const Steps& s, const Places& places)
      : values(training_buffers(s)), needs(gradient_reaches(g, s)), last_consumer(s.ops.size(), -1) {
    const int n = s.ops.size();
    gradients.reserve(n);
    for (int i = 0; i < n; ++i) {
      values[i].offset = places.value[i];
      gradients.push_back(values[i]);
      gradients[i].offset = places.gradient[i];
      gradients[i].space = Space::arena;
      for (int e = 0; e < s.ops[i].edges; ++e) last_consumer[s.operand(s.ops[i], e)] = i;
    }
    for (const Steps::Output& o : s.outputs) last_consumer[o.node] = n;
  }
  /// The gradient of operand `x` of operator `i`.
  constexpr OperandGradient gradient_of(const Steps::Operand& x, int i) {
    OperandGradient d{viewed_as(gradients[x.node], x.view), needs[x.node], last_consumer[x.node] == i};
    if (d.first) last_consumer[x.node] = -1;  // an operand that is read twice is begun once
    return d;
  }
};

}  // namespace detail

template <int N, int Operands, int Outputs, class G, class Places>
consteval auto plan_training(const G& g, const Steps& s, const Places& places, Target target) {
  detail::TrainingValues v(g, s, places);
  const list<bool> dense = detail::dense_gradients(s);
  target = training_target(g, target);
  TrainingPlan<N, Operands, Outputs> plan;
  plan.arena_bytes = places.arena_bytes;
  int at = 0, operands = 0;
  for (int i = 0; i < s.ops.size(); ++i) {
    const Op& op = s.ops[i];
    if (!is_step(op, Mode::training)) continue;
    TrainingStep& t = plan.steps[at++];
    t.forward.op = op;
    t.forward.y = v.values[i];
    t.forward.first_operand = operands;
    t.dy = v.gradients[i];
    for (int e = 0; e < op.edges; ++e, ++operands) {
      const Steps::Operand& x = s.edges[op.first_edge + e];
      plan.operands[operands] = viewed_as(v.values[x.node], x.view);
      plan.gradients[operands] = v.gradient_of(x, i);
    }
    t.forward.x = plan.operands[t.forward.first_operand];
    set_details(g, s, t.forward);
    t.saved = places.saved[i];
    t.forward.scratch = places.scratch[i];
    t.gradient_tile = detail::choose_gradient_tile(g, op, dense[i], target);
    t.samples = detail::samples_of(t);
    if (traits_of(op).takes_statistics) t.normalization = plan.normalizations++;
  }
  for (int o = 0; o < plan.outputs.size(); ++o) {
    const Steps::Output& output = s.outputs[o];
    plan.outputs[o] = {v.values[output.node], v.gradients[output.node]};
  }
  plan.weight_bytes = place_all_weights(g, plan.steps, [](auto& t) -> auto& { return t.forward; });
  detail::place_transposed(plan, g.shares);
  detail::set_phases(plan);
  return plan;
}

namespace detail {
template <class W, OutputBits LeftToLoss>
inline constexpr auto fixed_training_steps =
    fixed_steps<W, [](const auto& g) { return training_steps(g, target_of<W>, LeftToLoss); }>();
template <class W, OutputBits LeftToLoss>
inline constexpr PlanCounts training_counts = count_steps(fixed_training_steps<W, LeftToLoss>, Mode::training);

template <class W, OutputBits LeftToLoss>
inline constexpr auto training_places = place_training<fixed_training_steps<W, LeftToLoss>.op_count>(
    graph_of<W>, fixed_training_steps<W, LeftToLoss>.steps());

template <class W, OutputBits LeftToLoss>
consteval auto make_training_plan() {
  constexpr auto& n = training_counts<W, LeftToLoss>;
  return plan_training<n.steps, n.operands, n.outputs>(graph_of<W>, fixed_training_steps<W, LeftToLoss>.steps(),
                                                       training_places<W, LeftToLoss>, target_of<W>);
}

template <class W, OutputBits LeftToLoss>
inline constexpr auto training_plan_of =
    sizeof(force_error<W, fixed_training_steps<W, LeftToLoss>>) != 0 ? make_training_plan<W, LeftToLoss>()
                                                                     : make_training_plan<W, LeftToLoss>();

/// The outputs among `asked` that end in a softmax: networks that ask for the same plan share it.
template <class W>
consteval OutputBits outputs_in_softmax(OutputBits asked) {
  OutputBits bits = 0;
  for (int o = 0; o < graph_of<W>.outputs.size(); ++o)
    if (softmax_of_output(graph_of<W>, o) >= 0) bits |= asked & output_bit(o);
  return bits;
}
}  // namespace detail

/// The training plan of network `W`. The softmax that an output ends in is no part of it if the output is one of
/// `LeftToLoss`.
template <class W, OutputBits LeftToLoss = all_outputs>
inline constexpr auto& training_plan = detail::training_plan_of<W, detail::outputs_in_softmax<W>(LeftToLoss)>;

}  // namespace cincel

// The law of what a backward pass reads. What does not differ between networks is compiled once: only `NetworkReads` is a
// template on the network.
#pragma once

#include "trial.hpp"

namespace laws {

/// One sample forward and backward, operator by operator. Before each backward pass, values that it does not read
/// are overwritten; the gradients must come out the same.
class ReadsProbe {
 public:
  using Pass = void (*)(const TrainingStep&, const SampleContext<double>&);

  virtual ~ReadsProbe() = default;
  void operator()() {
    for (const TrainingStep& t : steps) pack(t);
    for (std::size_t i = 0; i < steps.size(); ++i) forward[i](steps[i], context());
    for (const Buffer& dy : output_gradients)
      for (std::int64_t k = 0; k < dy.size(); ++k)
        numbers_at(arena.data(), dy.offset)[k] = 0.1 * static_cast<double>(k % 7) - 0.3;
    for (std::size_t i = steps.size(); i-- > 0;) backward_one(i);
  }

 protected:
  // Of the plan.
  std::span<const TrainingStep> steps;
  std::span<const Pass> forward, backward;
  std::span<const Buffer> operands;
  std::span<const OperandGradient> gradients;
  std::vector<Buffer> output_gradients;
  const std::int64_t *parameter_at = nullptr, *shard_at = nullptr, *gradient_at = nullptr;
  // Its memory: gradients of a shard, and those that are made for a whole batch.
  std::vector<double> packed, transposed, gradient, whole, arena, input, values;
  std::vector<const double*> inputs;
  std::vector<double> point_gradients;
  std::vector<PointPlace<double>> point_places;
  std::vector<Nonzero<double>> lists;

  /// How many numbers there are of each.
  struct Sizes {
    std::int64_t packed, transposed, gradient, whole, arena;
    kernels::WorkspaceSize workspace;
  };
  void make_room(const Sizes& n) {
    const auto resize = [](auto& v, std::int64_t size) { v.resize(static_cast<std::size_t>(size)); };
    resize(packed, n.packed);
    resize(transposed, n.transposed);
    resize(gradient, n.gradient);
    resize(whole, n.whole);
    arena.assign(static_cast<std::size_t>(n.arena), std::numeric_limits<double>::quiet_NaN());
    resize(lists, n.workspace.lists);
    resize(point_gradients, n.workspace.gradients);
    resize(point_places, n.workspace.places);
  }
  /// A sample, whose inputs begin at these places, and parameters.
  void fill(const std::vector<float>& parameters, std::span<const std::int64_t> input_at) {
    const auto x = random_numbers(input_at.back(), 6, -1, 1);
    values.assign(parameters.begin(), parameters.end());
    input.assign(x.begin(), x.end());
    for (std::size_t i = 0; i + 1 < input_at.size(); ++i) inputs.push_back(input.data() + input_at[i]);
  }

  virtual void transpose(const TrainingStep& t, const double* w, double* to) = 0;
  virtual const BatchRows<double>* rows() const = 0;
  virtual void add_rows(int phase, double* to) = 0;

 private:
  void pack(const TrainingStep& t) {
    impl::pack_step(t.forward, parameter_at, values.data(), packed.data());
    if (t.transposes)
      transpose(t, values.data() + parameter_at[t.forward.op.param], numbers_at(transposed.data(), t.transposed));
  }
  SampleContext<double> context() {
    return {{inputs.data(), packed.data(), arena.data(), operands.data()},
            gradients.data(),
            transposed.data(),
            values.data(),
            gradient.data(),
            parameter_at,
            shard_at,
            steps.data(),
            gradient_at,
            lists.data(),
            {point_gradients.data(), point_places.data()},
            nullptr,
            1,
            1,
            0,
            nullptr,
            rows(),
            0};
  }
  /// Overwrites what is neither `dy`, `dx`, what was saved nor a value that the operator reads.
  void poison(const TrainingStep& t) {
    const Reads reads = backward_reads(t.forward.op);
    const Step& s = t.forward;
    const auto saved = traits_of(s.op).saved;
    const std::int64_t kept = saved == nullptr ? 0 : saved(s.op);
    for (std::size_t i = 0; i < arena.size(); ++i) {
      const auto holds = [at = bytes_of(static_cast<std::int64_t>(i))](std::int64_t begin, std::int64_t bytes) {
        return begin <= at && at < begin + bytes;
      };
      const auto in = [&](const Buffer& b) { return !b.external() && holds(b.offset, b.bytes()); };
      bool needed = in(t.dy) || (reads.y && in(s.y)) || holds(t.saved, bytes_of(kept)) ||
                    holds(s.scratch, bytes_of(scratch_size(s.op, Mode::training)));
      for (int e = s.first_operand; e < s.first_operand + s.op.edges; ++e) {
        const auto k = static_cast<std::size_t>(e);
        needed = needed || (gradients[k].wanted && in(gradients[k].dx)) || (reads.x && in(operands[k]));
      }
      if (!needed) arena[i] = std::numeric_limits<double>::quiet_NaN();
    }
  }
  void backward_one(std::size_t i) {
    const TrainingStep& t = steps[i];
    const auto run = [&] {
      backward[i](t, context());
      add_rows(t.backward_phase, whole.data());
    };
    const auto arena_before = arena, gradient_before = gradient;
    run();
    const auto arena_after = arena, gradient_after = gradient, whole_after = whole;
    arena = arena_before;
    gradient = gradient_before;
    poison(t);
    run();
    CHECK(gradient == gradient_after);
    CHECK(whole == whole_after);
    for (int e = t.forward.first_operand; e < t.forward.first_operand + t.forward.op.edges; ++e) {
      const OperandGradient& d = gradients[static_cast<std::size_t>(e)];
      const double *is = numbers_at(arena.data(), d.dx.offset), *was = numbers_at(arena_after.data(), d.dx.offset);
      for (std::int64_t k = 0; d.wanted && k < d.dx.size(); ++k) CHECK(is[k] == was[k]);
    }
    arena = arena_after;
  }
};

/// The probe of network `Net`.
template <class Net>
class NetworkReads final : public ReadsProbe {
  static constexpr auto& plan = training_plan<Net, 0>;
  using Kernels = impl::StepKernels<Exact, plan>;

  impl::RowsOfSteps<Net, double, 0> rows_;
  ThreadPool pool_{1};

  void transpose(const TrainingStep& t, const double* w, double* to) override {
    kernels::transpose_weights<Exact, kernels::gradient_tiles_of(plan.steps)>(t, w, to);
  }
  const BatchRows<double>* rows() const override { return rows_.of_steps(); }
  void add_rows(int phase, double* to) override { rows_.template add<Kernels>(phase, 0, 1, to, pool_); }

 public:
  NetworkReads() {
    steps = span_of(plan.steps);
    forward = span_of(Kernels::forward);
    backward = span_of(Kernels::backward);
    operands = span_of(plan.operands);
    gradients = span_of(plan.gradients);
    for (const auto& o : plan.outputs) output_gradients.push_back(o.gradient);
    parameter_at = ParameterLayout<Net>::offsets.data();
    shard_at = GradientLayout<Net, 0>::shard_at.data();
    gradient_at = GradientLayout<Net, 0>::gradient_at.data();
    rows_.begin(1, 1);
    constexpr kernels::WorkspaceSize workspace = kernels::workspace_size(plan.steps, 1);
    make_room({numbers_in(plan.weight_bytes), numbers_in(plan.transposed_bytes), GradientLayout<Net, 0>::total,
               ParameterLayout<Net>::total, numbers_in(plan.arena_bytes), workspace});
    fill(random_parameters<Net>(5), span_of(InputLayout<Net>::offsets));
  }
};

}  // namespace laws

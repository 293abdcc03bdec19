// A training step: forward, loss, backward over a batch. The batch is cut into a fixed number of shards whatever
// the number of threads, and their gradients are added in a fixed order: the same bits on any machine's threads.
//
// Without batch normalisation each sample runs forward and backward at once, its values still in cache. Each batch
// normalisation cuts the step: phase p ends where all samples must have reached normalisation p, and
// the backward pass is cut alike, so there are 2k + 1 phases.
//
// Where steps want several samples at once (`TrainingStep::samples`), a thread takes so many of its shard through such a
// phase step by step: each step's weights are read once for all of them. Gradients of large dense weights are made for
// the whole batch at once (batch_rows.hpp); a large batch goes through a phase in rounds.
//
// The buffers are in training_memory.hpp, the operators in step_kernels.hpp, what a batch normalisation makes of a
// batch in kernels/batch_normalization_training.hpp, the sums over shards in reduction.hpp.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/run/thread_pool.hpp>
#include <cincel/train/batch_result.hpp>
#include <cincel/train/initializer.hpp>
#include <cincel/train/output_losses.hpp>
#include <cincel/train/reduction.hpp>
#include <cincel/train/step_kernels.hpp>
#include <cincel/train/training_memory.hpp>

#include <algorithm>

namespace cincel {
inline namespace CINCEL_ISA {

/// Parameters and gradients of network `Net` in pack `P`'s numbers, and the step that makes the one from the other. The
/// losses of the outputs in `LeftToLoss` get the logits where the output ends in a softmax; all others get the output.
template <class Net, class P, OutputBits LeftToLoss = all_outputs>
class Engine {
  static_assert(network_error<Net>::ok);  // a wrong network is one error
  static_assert(plan_error<Net>::ok);
  using Memory = impl::TrainingMemory<Net, P, LeftToLoss>;

 public:
  using T = typename P::value_type;
  static constexpr auto& plan = training_plan<Net, LeftToLoss>;
  static constexpr auto& params = graph_of<Net>.params;
  static constexpr auto& layout = ParameterLayout<Net>::offsets;
  /// Shards of a batch that has at least as many samples; a smaller one has a shard for each. See `shards_for`.
  static constexpr int max_shards = Memory::max_shards;
  static constexpr int samples_at_once = Memory::samples_at_once;
  /// Numbers that a sample has: all inputs of the network, one after another, and all outputs.
  static constexpr std::int64_t inputs = InputLayout<Net>::total;
  static constexpr std::int64_t outputs = OutputLayout<Net>::total;

  Engine(std::uint64_t seed, int threads) : seed_(seed), pool_(threads) {
    for (std::size_t i = 0; i < ParameterLayout<Net>::count; ++i)
      initialize(params[i].init, seed, static_cast<std::uint32_t>(i), parameter(i), params[i].shape.volume());
  }

  T* parameter(std::size_t i) { return values() + layout[i]; }
  const T* parameter(std::size_t i) const { return values() + layout[i]; }
  /// Gradient of parameter `i` after `compute_gradients`, laid out as the parameter.
  const T* gradient(std::size_t i) const { return gradients() + layout[i]; }
  const T* gradients() const { return memory_.gradient.data(); }
  T* values() { return memory_.values.data(); }
  const T* values() const { return memory_.values.data(); }
  std::uint64_t seed() const { return seed_; }
  ThreadPool& pool() { return pool_; }
  /// Memory for `n` copies of all parameters, which nobody else uses until the next `compute_gradients`.
  T* scratch(int n) { return memory_.scratch(n); }

  /// How many arenas a step of `n` samples has: one a thread, or one a sample where a batch normalisation needs all.
  int places(int n) const { return Memory::places(n, pool_.size()); }

  /// Forward, loss and backward of `n` samples: `input(i, place)`, called once for each sample whatever the number of
  /// phases, is a pointer to sample i, whose arena has this place and whose numbers must stay until another sample gets
  /// it; `loss(i, outputs, scale)` is its loss, given the network's outputs (`OutputValue`). `step` numbers the random
  /// streams. Leaves the gradient of the mean loss.
  template <class Input, class Loss>
  BatchResult compute_gradients(int n, std::uint32_t step, Input input, Loss loss) {
    memory_.prepare(n, pool_);
    const impl::Rounds rounds = memory_.rounds();
    fixed_array<BatchResult, max_shards> results{};
    for (int phase = 0; phase < phases; ++phase) {
      for (int number = 0; number < rounds.count(); ++number) {
        pool_.run(memory_.shards,
                  [&](int s, int worker) { run_shard({phase, number, s, worker}, step, input, loss, results[s]); });
        memory_.rows.template add<Kernels>(phase, number, rounds.size(number), memory_.gradient.data(), pool_);
      }
      if constexpr (plan.normalizations > 0) finish_phase(phase);
    }
    memory_.rows.finish(memory_.gradient.data());
    impl::reduce<Net>(memory_, pool_);
    if constexpr (has_states) update_states();
    BatchResult total_result;
    for (int s = 0; s < memory_.shards; ++s) total_result.add(results[s]);
    return total_result;
  }

  /// Applies an optimiser: update(parameter number, values, gradient, count), for the trainable parameters.
  template <class Update>
  void apply(Update update) {
    pool_.run(params.size(), [&](int i, int) {
      const auto p = static_cast<std::size_t>(i);
      if (params[p].trainable) update(p, parameter(p), gradient(p), params[p].shape.volume());
    });
  }

 private:
  using Kernels = impl::StepKernels<P, plan>;
  using InputPointers = decltype(InputLayout<Net>::pointers(static_cast<const T*>(nullptr)));
  static constexpr std::size_t step_count = plan.steps.size();
  static constexpr int phases = 2 * plan.normalizations + 1;
  static constexpr std::uint32_t normalized_activations = kernels::activations_of_normalizations(plan.steps);
  /// Whether layers of users make sums forward, which states are made from.
  static constexpr bool has_states = [] {
    for (const TrainingStep& t : plan.steps)
      if (t.forward.op.kind == Kind::user && t.forward.op.params > 0) return true;
    return false;
  }();
  /// The first phase that adds to shards: the last one forward, or, where there are such sums, the first.
  static constexpr int first_adding_phase = has_states ? 0 : plan.normalizations;

  /// The batch normalisation whose sums a phase makes: forward for its statistics, backward for its gradient. The last
  /// phase makes none.
  static constexpr std::size_t normalization_of(int phase) {
    return static_cast<std::size_t>(phase < plan.normalizations ? phase : 2 * plan.normalizations - 1 - phase);
  }

  /// How many of the samples at hand go through a phase together, step by step: as many as a step of it takes at once.
  static constexpr int samples_of(int phase) {
    int most = 1;
    for (const TrainingStep& t : plan.steps)
      if (t.forward_phase == phase || t.backward_phase == phase) most = (std::max)(most, t.samples);
    return (std::min)(most, Memory::samples_at_hand);
  }

  /// Some samples of a shard in a phase, and who works on them.
  struct Turn {
    int phase, number, shard, worker;  // the number of the round
  };

  template <class Input, class Loss>
  void run_shard(Turn turn, std::uint32_t step, Input& input, Loss& loss, BatchResult& result) {
    const auto [phase, number, s, worker] = turn;
    const int shard = memory_.first_sample(s), first = memory_.rounds().begin(s, number),
              end = memory_.rounds().end(s, number);
    constexpr int at_hand = Memory::samples_at_hand;
    fixed_array<InputPointers, at_hand> pointers{};
    fixed_array<SampleContext<T>, at_hand> contexts{};
    for (int i = first; i < end; i += at_hand) {
      const int n = (std::min)(at_hand, end - i);
      for (int k = 0; k < n; ++k) {
        const int sample = i + k;
        const T*& x = memory_.inputs[sample];
        if (phase == 0) x = input(sample, memory_.place_of(s, sample, worker));
        pointers[k] = InputLayout<Net>::pointers(x);
        contexts[k] = memory_.context(s, worker, sample, pointers[k].data(), seed_, step);
      }
      const int together = samples_of(phase);
      for (int k = 0; k < n; k += together)
        run_samples(phase, s, contexts.data() + k, (std::min)(together, n - k), loss, result);
      if (phase >= first_adding_phase && (i + n - shard) % samples_at_once == 0)
        impl::move_sum(memory_.of_shard(s), memory_.set_aside_of(s), Memory::shard_size);
    }
  }

  /// One phase of `n` samples, all of them step by step.
  template <class Loss>
  void run_samples(int phase, int s, const SampleContext<T>* c, int n, Loss& loss, BatchResult& result) {
    constexpr int k = plan.normalizations;
    for (std::size_t i = 0; i < step_count; ++i)
      if (plan.steps[i].forward_phase == phase) run_step(Direction::forward, i, c, n);
    for (int i = 0; i < n; ++i) {
      if constexpr (k > 0)
        if (phase < k) kernels::add_statistics<P>(memory_.normalizations[normalization_of(phase)], s, c[i]);
      if (phase == k) result.add(loss_of(c[i], loss));
    }
    for (std::size_t i = step_count; i-- > 0;)
      if (plan.steps[i].backward_phase == phase) run_step(Direction::backward, i, c, n);
    if constexpr (k > 0)
      for (int i = 0; i < n && phase >= k && phase < 2 * k; ++i)
        kernels::add_gradient_sums<P, normalized_activations>(memory_.normalizations[normalization_of(phase)], s, c[i]);
  }

  enum class Direction { forward, backward };
  void run_step(Direction d, std::size_t i, const SampleContext<T>* c, int n) {
    const bool forward = d == Direction::forward;
    if constexpr (Memory::several)
      (forward ? Kernels::forward_several : Kernels::backward_several)[i](plan.steps[i], c, n);
    else
      (forward ? Kernels::forward : Kernels::backward)[i](plan.steps[i], *c);
  }

  /// The loss of a sample, which leaves the gradients of its outputs.
  template <class Loss>
  auto loss_of(const SampleContext<T>& c, Loss& loss) {
    fixed_array<OutputValue<T>, plan.outputs.size()> values{};
    for (int o = 0; o < values.size(); ++o)
      values[o] = {kernels::begin_of(plan.outputs[o].value, c.memory),
                   numbers_at(c.memory.arena, plan.outputs[o].gradient.offset)};
    return loss(static_cast<int>(c.sample), values.data(), T(1) / static_cast<T>(memory_.samples));
  }

  /// What happens between two phases: the sums of all shards, in order, become statistics.
  void finish_phase(int phase) {
    if (phase >= 2 * plan.normalizations) return;
    kernels::BatchStatistics<T>& m = memory_.normalizations[normalization_of(phase)];
    const auto p = kernels::normalization_parameters(m.step->forward.op, values(), layout.data(),
                                                     Memory::Gradients::shard_at.data());
    if (phase < plan.normalizations)
      kernels::set_statistics(m, memory_.shards, p, memory_.packed.data());
    else
      kernels::set_gradient(m, memory_.shards, p, memory_.of_shard(0));
  }

  /// States of users' layers, from the sums over the batch: once for each use of a shared one, in order, as the moving
  /// statistics of a batch normalisation are made.
  void update_states() {
    for (std::size_t k = 0; k < step_count; ++k) {
      const Op& op = plan.steps[k].forward.op;
      if (op.kind != Kind::user || op.params == 0) continue;
      std::vector<T*> parameters;
      std::vector<const T*> sums;
      const T* next = memory_.of_shard(0) + Memory::Gradients::gradient_at[k];
      for (int i = op.param; i < op.param + op.params; ++i) {
        const auto p = static_cast<std::size_t>(i);
        parameters.push_back(parameter(p));
        sums.push_back(next);
        next += params[p].shape.volume();
      }
      op.user->template update<T>({parameters, sums, memory_.samples, op});
    }
  }

  std::uint64_t seed_;
  ThreadPool pool_;
  Memory memory_;
};

}  // namespace CINCEL_ISA
}  // namespace cincel

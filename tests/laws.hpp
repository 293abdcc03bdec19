// What holds for every layer, once: each layer's test calls `laws::obey<Net>()` on networks around the layer.
//
//   plan         after each pass shapes agree along every edge, and everything that is read was written
//   shape        a run writes all outputs and nothing beyond the arena, whatever that held before, and reads nothing
//                that the plan does not own
//   count        the parameters stored are the parameters counted
//   paths        vector registers, and the scalar path of constant expressions, agree with double precision
//   gradient     is that of central differences in double precision
//   evaluation   what training makes of a sample is what inference makes of it: the same loss
//   batch        a batch of n is n batches of one
//   threads      one thread and two give the same bits
//   reads        the backward pass reads no more than the operator says it does
#pragma once

#include <doctest/doctest.h>

#include <cincel/plan/check.hpp>
#include <cincel/training.hpp>

#include "random_network.hpp"

#include <limits>

namespace laws {

using namespace cincel;

using Exact = scalar_pack<double, 1>;
using Constant = scalar_pack<float, 1>;
inline constexpr int batch = 5;

/// All outputs of `Net` by pack `P`; the arena is full of NaN before and stands between guards.
template <class Net, class P>
std::vector<double> run(const std::vector<float>& parameters, const std::vector<float>& x) {
  using T = typename P::value_type;
  constexpr auto& plan = inference_plan<Net>;
  constexpr std::size_t guard = 16, size = static_cast<std::size_t>(numbers_in(plan.arena_bytes));
  AlignedVector<T> packed, arena;
  packed.resize(static_cast<std::size_t>(numbers_in(plan.weight_bytes)));
  arena.resize(size + 2 * guard);
  std::fill(arena.begin(), arena.end(), std::numeric_limits<T>::quiet_NaN());
  const std::vector<T> input(x.begin(), x.end());
  pack_weights<Net>(parameters.data(), packed.data());
  const auto inputs = InputLayout<Net>::pointers(input.data());
  Program<Net, P>::run({inputs.data(), packed.data(), arena.data() + guard, plan.operands.data()});
  for (std::size_t i = 0; i < guard; ++i) {
    CHECK(arena[i] != arena[i]);
    CHECK(arena[guard + size + i] != arena[guard + size + i]);
  }
  std::vector<double> all;
  for (const Buffer& b : plan.outputs) {
    const T* y = numbers_at(arena.data() + guard, b.offset);
    all.insert(all.end(), y, y + b.map.volume());
  }
  return all;
}

/// Fills with NaN what no buffer in `written`, halo included, owns.
template <class T>
void poison(const check::Written& written, std::span<T> arena) {
  std::vector<bool> owned(arena.size(), false);
  for (const Buffer& b : written.buffers())
    for (std::int64_t i = 0; i < b.rows(); ++i)
      for (std::int64_t j = 0; j < b.columns(); ++j)
        for (std::int64_t c = 0; c < b.map.channels(); ++c)
          owned[static_cast<std::size_t>(numbers_in(b.offset) + i * b.row + j * b.pixel + c)] = true;
  for (std::size_t i = 0; i < arena.size(); ++i)
    if (!owned[i]) arena[i] = std::numeric_limits<T>::quiet_NaN();
}

/// The outputs are the same bits when, before each step, all is NaN that the plan does not own: what it has not written
/// yet, what nobody reads any more and has been written over, and the scratch.
template <class Net, class P>
void only_what_the_plan_owns_is_read(const std::vector<float>& parameters, const std::vector<float>& x,
                                     const std::vector<double>& expected) {
  using T = typename P::value_type;
  constexpr auto& plan = inference_plan<Net>;
  AlignedVector<T> packed, arena;
  packed.resize(static_cast<std::size_t>(numbers_in(plan.weight_bytes)));
  arena.resize(static_cast<std::size_t>(numbers_in(plan.arena_bytes)));
  const std::vector<T> input(x.begin(), x.end());
  pack_weights<Net>(parameters.data(), packed.data());
  const auto inputs = InputLayout<Net>::pointers(input.data());
  const Memory<T> memory{inputs.data(), packed.data(), arena.data(), plan.operands.data()};
  Program<Net, P>::take_inputs(memory);
  check::Written written;
  for (const Buffer& b : plan.inputs)
    if (!b.external()) written.add(b);
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    written.spoil(step.scratch, bytes_of(scratch_size(step.op, Mode::inference)));
    poison<T>(written, {arena.data(), arena.size()});
    Program<Net, P>::run_one(i, memory);
    written.add(step.y);
  }
  std::size_t k = 0;
  for (const Buffer& b : plan.outputs)
    for (std::int64_t i = 0; i < b.map.volume(); ++i)
      CHECK(static_cast<double>(numbers_at(arena.data(), b.offset)[i]) == expected[k++]);
}

inline double largest_of(const std::vector<double>& x, double least) {
  for (const double v : x) least = std::max(least, std::abs(v));
  return least;
}

template <class Net>
void outputs_agree() {
  const auto parameters = random_parameters<Net>(3);
  const auto x = random_numbers(InputLayout<Net>::total, 4, -1, 1);
  const auto expected = run<Net, Exact>(parameters, x), fast = run<Net, native_pack>(parameters, x),
             constant = run<Net, Constant>(parameters, x);
  REQUIRE(expected.size() == static_cast<std::size_t>(OutputLayout<Net>::total));
  only_what_the_plan_owns_is_read<Net, native_pack>(parameters, x, fast);
  for (std::size_t o = 0; o < OutputLayout<Net>::count; ++o) {
    const auto first = static_cast<std::size_t>(OutputLayout<Net>::offsets[o]),
               end = static_cast<std::size_t>(OutputLayout<Net>::offsets[o + 1]);
    double scale = 1e-6;
    for (std::size_t i = first; i < end; ++i) scale = std::max(scale, std::abs(expected[i]));
    for (std::size_t i = first; i < end; ++i) {
      CHECK(std::abs(fast[i] - expected[i]) <= 1e-5 * scale);
      CHECK(std::abs(constant[i] - expected[i]) <= 1e-5 * scale);
    }
  }
}

template <class Net>
void plan_is_right() {
  const char* fault = check::network_fault<Net>();
  CHECK_MESSAGE(fault == nullptr, std::string(fault == nullptr ? "" : fault));
}

template <class Net>
void parameters_are_counted() {
  std::int64_t trained = 0, kept = 0;
  for (const Param& p : graph_of<Net>.params) (p.trainable ? trained : kept) += p.shape.volume();
  CHECK(Net::parameter_count == trained);
  CHECK(Net::non_trainable_count == kept);
  CHECK(ParameterLayout<Net>::total == trained + kept);
}

/// Half the squared distance of every number of every output from a target, the mean over each output: no output is
/// left out, and no number weighs little.
template <class Net, class T, class Outputs>
double distance_of(const Outputs& z, std::int64_t sample, T* const* dz, T scale) {
  double loss = 0;
  for (std::size_t o = 0; o < OutputLayout<Net>::count; ++o) {
    const std::int64_t n = OutputLayout<Net>::shapes[o].volume();
    for (std::int64_t k = 0; k < n; ++k) {
      const double target = 0.25 * static_cast<double>((k + 3 * sample + 2 * static_cast<std::int64_t>(o)) % 7) - 0.75;
      const double d = static_cast<double>(z[o][k]) - target;
      loss += d * d / (2 * static_cast<double>(n));
      if (dz != nullptr) dz[o][k] = scale * static_cast<T>(d / static_cast<double>(n));
    }
  }
  return loss;
}

/// An engine with known parameters and a batch. No softmax is left to the loss.
template <class Net, class P>
struct Trial {
  using T = typename P::value_type;
  using E = Engine<Net, P, 0>;
  E engine;
  std::vector<T> x;

  explicit Trial(int threads, int samples = batch) : engine(1, threads) {
    const auto parameters = random_parameters<Net>(5);
    const auto inputs = random_numbers(samples * E::inputs, 6, -1, 1);
    std::copy(parameters.begin(), parameters.end(), engine.values());
    x.assign(inputs.begin(), inputs.end());
  }
  /// Mean loss of `n` samples from sample `first`; leaves the gradient in the engine.
  double loss(int n = batch, int first = 0) {
    return engine
        .compute_gradients(
            n, 1, [&](int i, int) { return x.data() + (first + i) * E::inputs; },
            [&](int i, const OutputValue<T>* o, T scale) {
              std::array<const T*, OutputLayout<Net>::count> z{};
              std::array<T*, OutputLayout<Net>::count> dz{};
              for (std::size_t k = 0; k < z.size(); ++k) z[k] = o[k].z, dz[k] = o[k].dz;
              return SampleLoss{distance_of<Net>(z, first + i, dz.data(), scale), 0};
            })
        .mean_loss();
  }
};

/// How many elements of a parameter are varied.
inline constexpr std::int64_t differences = 60;

/// Central differences of the loss by some elements of parameter `p`, every `stride`-th.
template <class Net>
std::vector<double> differences_of(Trial<Net, Exact>& exact, std::size_t p, std::int64_t stride) {
  std::vector<double> all;
  for (std::int64_t i = 0; i < graph_of<Net>.params[p].shape.volume(); i += stride) {
    double& w = exact.engine.parameter(p)[i];
    const double kept = w, h = 1e-6;
    w = kept + h;
    const double above = exact.loss();
    w = kept - h;
    const double below = exact.loss();
    w = kept;
    all.push_back((above - below) / (2 * h));
  }
  return all;
}

/// To 1e-4 of the largest gradient of the parameter. One whose gradient is zero because its terms cancel, as that of a bias
/// before a normalisation, has errors of its terms' size: to 1e-6 of the largest of the network.
template <class Net>
void gradients_agree() {
  Trial<Net, native_pack> fast(1);
  Trial<Net, Exact> exact(1);
  CHECK(fast.loss() == doctest::Approx(exact.loss()).epsilon(1e-5));
  constexpr auto& params = graph_of<Net>.params;
  const auto stride_of = [](std::size_t p) {
    const std::int64_t n = params[p].shape.volume();
    return n > differences ? n / differences : 1;
  };
  std::array<std::vector<double>, params.size()> expected;
  double largest = 0;
  for (std::size_t p = 0; p < params.size(); ++p) {
    if (!params[p].trainable) continue;
    expected[p] = differences_of<Net>(exact, p, stride_of(p));
    largest = largest_of(expected[p], largest);
  }
  for (std::size_t p = 0; p < params.size(); ++p) {
    const double own = largest_of(expected[p], 0),
                 scale = own < 1e-7 * largest ? 1e-6 * largest : 1e-4 * (std::max)(own, 1e-3);
    for (std::size_t i = 0; i < expected[p].size(); ++i) {
      const auto got = static_cast<double>(fast.engine.gradient(p)[static_cast<std::int64_t>(i) * stride_of(p)]);
      CHECK_MESSAGE(std::abs(got - expected[p][i]) <= scale, params[p].leaf, " of parameter ", p);
    }
  }
}

/// Whether samples do not depend on each other or on their place in the batch.
template <class Net>
constexpr bool samples_are_independent() {
  for (const Op& op : graph_of<Net>.ops)
    if (op.kind == Kind::batch_normalization || op.kind == Kind::noise) return false;
  return true;
}

/// To 1e-9 in double precision, all outputs. Networks whose training differs from their inference are left out.
template <class Net>
void evaluation_is_training() {
  double mean = 0;
  Trial<Net, Exact> t(1);
  const auto parameters = random_parameters<Net>(5);
  const auto all = random_numbers(batch * InputLayout<Net>::total, 6, -1, 1);
  for (int i = 0; i < batch; ++i) {
    const auto first = all.begin() + i * InputLayout<Net>::total;
    const auto y = run<Net, Exact>(parameters, {first, first + InputLayout<Net>::total});
    std::array<const double*, OutputLayout<Net>::count> z{};
    for (std::size_t o = 0; o < z.size(); ++o) z[o] = y.data() + OutputLayout<Net>::offsets[o];
    mean += distance_of<Net>(z, i, static_cast<double* const*>(nullptr), 1.0) / batch;
  }
  CHECK(t.loss() == doctest::Approx(mean).epsilon(1e-9));
}

template <class Net>
void batch_is_its_samples() {
  Trial<Net, Exact> t(1);
  double mean = 0;
  std::vector<double> sum(static_cast<std::size_t>(ParameterLayout<Net>::total));
  for (int i = 0; i < batch; ++i) {
    mean += t.loss(1, i) / batch;
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += t.engine.gradient(0)[k] / batch;
  }
  CHECK(t.loss() == doctest::Approx(mean).epsilon(1e-12));
  const double scale = 1e-12 * largest_of(sum, 1e-3);
  for (std::size_t k = 0; k < sum.size(); ++k) CHECK(std::abs(t.engine.gradient(0)[k] - sum[k]) <= scale);
}

template <class Net>
void threads_agree() {
  Trial<Net, native_pack> one(1), two(2);
  CHECK(one.loss() == two.loss());
  const auto n = static_cast<std::size_t>(ParameterLayout<Net>::total);
  CHECK(std::equal(one.engine.gradient(0), one.engine.gradient(0) + n, two.engine.gradient(0)));
}

/// One sample forward and backward, operator by operator. Before each backward pass, values that it does not read
/// are overwritten; the gradients must come out the same.
template <class Net>
class ReadsProbe {
  static constexpr auto& plan = training_plan<Net, 0>;
  using Kernels = impl::StepKernels<Exact, plan>;
  static constexpr std::size_t steps = plan.steps.size();

  std::vector<double> packed_, transposed_, gradient_, arena_, input_, values_, whole_;
  std::vector<double> point_gradients_;
  std::vector<PointPlace<double>> point_places_;
  std::vector<Nonzero<double>> lists_;
  std::array<const double*, InputLayout<Net>::count> inputs_{};
  impl::RowsOfSteps<Net, double, 0> rows_;
  ThreadPool pool_{1};

  SampleContext<double> context() {
    inputs_ = InputLayout<Net>::pointers(std::as_const(input_).data());
    return {{inputs_.data(), packed_.data(), arena_.data(), plan.operands.data()},
            plan.gradients.data(),
            transposed_.data(),
            values_.data(),
            gradient_.data(),
            ParameterLayout<Net>::offsets.data(),
            GradientLayout<Net, 0>::shard_at.data(),
            plan.steps.data(),
            GradientLayout<Net, 0>::gradient_at.data(),
            lists_.data(),
            {point_gradients_.data(), point_places_.data()},
            nullptr,
            1,
            1,
            0,
            nullptr,
            rows_.of_steps(),
            0};
  }
  /// Overwrites what is neither `dy`, `dx`, what was saved nor a value that the operator reads.
  void poison(const TrainingStep& t) {
    const Reads reads = backward_reads(t.forward.op);
    const Step& s = t.forward;
    const auto saved = traits_of(s.op).saved;
    const std::int64_t kept = saved == nullptr ? 0 : saved(s.op);
    for (std::size_t i = 0; i < arena_.size(); ++i) {
      const auto holds = [at = bytes_of(static_cast<std::int64_t>(i))](std::int64_t begin, std::int64_t bytes) {
        return begin <= at && at < begin + bytes;
      };
      const auto in = [&](const Buffer& b) { return !b.external() && holds(b.offset, b.bytes()); };
      bool needed = in(t.dy) || (reads.y && in(s.y)) || holds(t.saved, bytes_of(kept)) ||
                    holds(s.scratch, bytes_of(scratch_size(s.op, Mode::training)));
      for (int e = s.first_operand; e < s.first_operand + s.op.edges; ++e) {
        const auto k = static_cast<std::size_t>(e);
        needed = needed || (plan.gradients[k].wanted && in(plan.gradients[k].dx)) || (reads.x && in(plan.operands[k]));
      }
      if (!needed) arena_[i] = std::numeric_limits<double>::quiet_NaN();
    }
  }
  template <std::size_t I>
  void backward_one() {
    const TrainingStep& t = plan.steps[I];
    const auto arena = arena_, gradient = gradient_;
    const auto run = [&] {
      Kernels::backward[I](t, context());
      rows_.template add<Kernels>(t.backward_phase, 0, 1, whole_.data(), pool_);
    };
    run();
    const auto arena_after = arena_, gradient_after = gradient_, whole_after = whole_;
    arena_ = arena;
    gradient_ = gradient;
    poison(t);
    run();
    CHECK(gradient_ == gradient_after);
    CHECK(whole_ == whole_after);
    for (int e = t.forward.first_operand; e < t.forward.first_operand + t.forward.op.edges; ++e) {
      const OperandGradient& d = plan.gradients[e];
      const double *is = numbers_at(arena_.data(), d.dx.offset), *was = numbers_at(arena_after.data(), d.dx.offset);
      for (std::int64_t i = 0; d.wanted && i < d.dx.size(); ++i) CHECK(is[i] == was[i]);
    }
    arena_ = arena_after;
  }

 public:
  void operator()() {
    const auto parameters = random_parameters<Net>(5), x = random_numbers(InputLayout<Net>::total, 6, -1, 1);
    whole_.resize(static_cast<std::size_t>(ParameterLayout<Net>::total));
    rows_.begin(1, 1);
    values_.assign(parameters.begin(), parameters.end());
    input_.assign(x.begin(), x.end());
    packed_.resize(static_cast<std::size_t>(numbers_in(plan.weight_bytes)));
    transposed_.resize(static_cast<std::size_t>(numbers_in(plan.transposed_bytes)));
    gradient_.resize(static_cast<std::size_t>(GradientLayout<Net, 0>::total));
    arena_.assign(static_cast<std::size_t>(numbers_in(plan.arena_bytes)), std::numeric_limits<double>::quiet_NaN());
    constexpr kernels::WorkspaceSize workspace = kernels::workspace_size(plan.steps, 1);
    lists_.resize(workspace.lists);
    point_gradients_.resize(workspace.gradients);
    point_places_.resize(workspace.places);
    for (const TrainingStep& t : plan.steps) {
      const Op& op = t.forward.op;
      impl::pack_step(t.forward, ParameterLayout<Net>::offsets.data(), values_.data(), packed_.data());
      if (t.transposes)
        kernels::transpose_weights<Exact, kernels::gradient_tiles_of(plan.steps)>(
            t, values_.data() + ParameterLayout<Net>::offsets[op.param], numbers_at(transposed_.data(), t.transposed));
    }
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (Kernels::forward[I](plan.steps[I], context()), ...);
      for (const auto& o : plan.outputs)
        for (std::int64_t k = 0; k < o.gradient.size(); ++k)
          numbers_at(arena_.data(), o.gradient.offset)[k] = 0.1 * static_cast<double>(k % 7) - 0.3;
      (backward_one<steps - 1 - I>(), ...);
    }(std::make_index_sequence<steps>{});
  }
};

template <class Net>
constexpr bool has_normalization() {
  return training_plan<Net, 0>.normalizations > 0;
}

/// Whether inference rounds weights, which training does not.
template <class Net>
constexpr bool rounds_weights() {
  for (const Step& s : inference_plan<Net>.steps)
    if (needs_of(s.op).packing == Packing::bfloat16 || needs_of(s.op).packing == Packing::int8) return true;
  return false;
}

/// What a sanitizer may find: the memory of a prediction and of a training step, as users run them. That the numbers are
/// right, and the same code in double precision, are for a build without one.
template <class Net>
void obey_memory() {
  const auto parameters = random_parameters<Net>(3);
  const auto x = random_numbers(InputLayout<Net>::total, 4, -1, 1);
  only_what_the_plan_owns_is_read<Net, native_pack>(parameters, x, run<Net, native_pack>(parameters, x));
  CHECK(std::isfinite(Trial<Net, native_pack>(1).loss()));
}

/// Says which law was broken.
template <class Law>
void law(const char* name, Law hold) {
  INFO("law: ", name);
  hold();
}

template <class Net>
void obey() {
#if defined CINCEL_LAWS_OF_MEMORY
  law("memory", obey_memory<Net>);
#else
  law("plan", plan_is_right<Net>);
  law("count", parameters_are_counted<Net>);
  law("shape and paths", outputs_agree<Net>);
  law("gradient", gradients_agree<Net>);
  if constexpr (samples_are_independent<Net>()) {
    law("batch", batch_is_its_samples<Net>);
    if constexpr (!rounds_weights<Net>()) law("evaluation", evaluation_is_training<Net>);
  }
  law("threads", threads_agree<Net>);
  if constexpr (!has_normalization<Net>()) law("reads", ReadsProbe<Net>{});
#endif
}

}  // namespace laws

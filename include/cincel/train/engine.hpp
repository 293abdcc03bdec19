// A training step: forward, loss, backward over a batch. The batch is cut into a fixed number of shards whatever
// the number of threads, and their gradients are added in a fixed order: the same bits on any machine's threads.
//
// Without batch normalisation each sample runs forward and backward at once, its values still in cache. Each batch
// normalisation cuts the step: phase p ends where all samples must have reached normalisation p, and
// the backward pass is cut alike, so there are 2k + 1 phases.
#pragma once

#include <cincel/model/pack_weights.hpp>
#include <cincel/run/aligned_vector.hpp>
#include <cincel/run/thread_pool.hpp>
#include <cincel/train/batch_result.hpp>
#include <cincel/train/gradient_layout.hpp>
#include <cincel/train/initializer.hpp>
#include <cincel/train/output_losses.hpp>
#include <cincel/train/step_kernels.hpp>

#include <algorithm>
#include <bit>

namespace cincel {
inline namespace CINCEL_ISA {

/// Parameters and gradients of network `Net` in pack `P`'s numbers, and the step that makes the one from the other. The
/// losses of the outputs in `LeftToLoss` get the logits where the output ends in a softmax; all others get the output.
template <class Net, class P, OutputBits LeftToLoss = all_outputs>
class Engine {
  static_assert(sizeof(network_error<Net>) != 0);  // a wrong network is one error

 public:
  using T = typename P::value_type;
  static constexpr auto& plan = training_plan<Net, LeftToLoss>;
  static constexpr auto& params = graph_of<Net>.params;
  static constexpr auto& layout = ParameterLayout<Net>::offsets;
  static constexpr int max_shards = 8;
  /// Samples of a shard whose gradients are added one by one; these sums are added up in turn, so that a gradient is
  /// rounded n / 256 + 256 times for n samples a shard: 1e-4 of its terms' magnitudes up to n = 300,000.
  static constexpr int samples_at_once = 256;
  /// Numbers that a sample has: all inputs of the network, one after another, and all outputs.
  static constexpr std::int64_t inputs = InputLayout<Net>::total;
  static constexpr std::int64_t outputs = OutputLayout<Net>::total;

  Engine(std::uint64_t seed, int threads) : seed_(seed), pool_(threads) {
    values_.resize(total);
    gradient_.resize(total);
    packed_.resize(static_cast<std::size_t>(plan.packed));
    transposed_.resize(static_cast<std::size_t>(plan.transposed));
    for (std::size_t i = 0; i < params.size(); ++i)
      initialize(params[i].init, seed, static_cast<std::uint32_t>(i), parameter(i), params[i].shape.volume());
  }

  T* parameter(std::size_t i) { return values_.data() + layout[i]; }
  const T* parameter(std::size_t i) const { return values_.data() + layout[i]; }
  /// Gradient of parameter `i` after `compute_gradients`, laid out as the parameter.
  const T* gradient(std::size_t i) const { return gradient_.data() + layout[i]; }
  T* values() { return values_.data(); }
  const T* values() const { return values_.data(); }
  std::uint64_t seed() const { return seed_; }
  ThreadPool& pool() { return pool_; }
  /// Memory for `n` copies of all parameters, which nobody else uses until the next `compute_gradients`.
  T* scratch(std::size_t n) {
    shard_gradient_.resize((std::max)(shard_gradient_.size(), n * total));
    return shard_gradient_.data();
  }

  /// Forward, loss and backward of `n` samples: `input(i)` is a pointer to sample i, `loss(i, outputs, scale)` its
  /// loss, given the network's outputs (`OutputValue`). `step` numbers the random streams. Leaves the gradient of the
  /// mean loss.
  template <class Input, class Loss>
  BatchResult compute_gradients(int n, std::uint32_t step, Input input, Loss loss) {
    prepare(n);
    std::array<BatchResult, max_shards> shard{};
    for (int phase = 0; phase < phases; ++phase) {
      pool_.run(shards_, [&](int s, int worker) {
        for (int i = first_sample(s); i < first_sample(s + 1); ++i) {
          run_sample(phase, s, worker, i, step, input, loss, shard);
          if (phase >= first_adding_phase && (i - first_sample(s) + 1) % samples_at_once == 0)
            impl::move_sum(of_shard(s), set_aside(s), shard_size);
        }
      });
      finish_phase(phase);
    }
    reduce();
    update_states();
    BatchResult total_result;
    for (int s = 0; s < shards_; ++s) total_result.add(shard[static_cast<std::size_t>(s)]);
    return total_result;
  }

  /// Applies an optimiser: update(parameter number, values, gradient, count), for the trainable parameters.
  template <class Update>
  void apply(Update update) {
    pool_.run(static_cast<int>(params.size()), [&](int i, int) {
      const auto p = static_cast<std::size_t>(i);
      if (params[p].trainable) update(p, parameter(p), gradient(p), params[p].shape.volume());
    });
  }

 private:
  using Forward = void (*)(const TrainingStep&, const SampleContext<T>&);
  using Gradients = GradientLayout<Net, LeftToLoss>;
  static constexpr std::size_t total = static_cast<std::size_t>(ParameterLayout<Net>::total);
  static constexpr std::size_t shard_size = static_cast<std::size_t>(Gradients::total);
  static constexpr std::size_t step_count = plan.steps.size();
  static constexpr int phases = 2 * plan.normalizations + 1;
  /// The first phase that adds to shards: the last one forward, or, where a user's layer makes sums forward, the first.
  static constexpr int first_adding_phase = [] {
    for (const TrainingStep& t : plan.steps)
      if (t.forward.op.kind == Kind::user && t.forward.op.params > 0) return 0;
    return plan.normalizations;
  }();

  template <std::size_t... I>
  static constexpr std::array<Forward, step_count> make_forward(std::index_sequence<I...>) {
    return {&impl::train_forward<P, step_key<P>(plan.steps[I].forward), T>...};
  }
  template <std::size_t... I>
  static constexpr std::array<Forward, step_count> make_backward(std::index_sequence<I...>) {
    return {&impl::train_backward<P, step_key<P>(plan.steps[I].forward), T>...};
  }
  static constexpr auto forward_table = make_forward(std::make_index_sequence<step_count>{});
  static constexpr auto backward_table = make_backward(std::make_index_sequence<step_count>{});

  static constexpr std::size_t list_capacity = [] {
    std::int64_t most = 0;
    for (const TrainingStep& t : plan.steps)
      most = (std::max)(most, kernels::nonzero_capacity(t.forward.op, static_cast<std::int64_t>(P::size)));
    return static_cast<std::size_t>(most);
  }();

  /// Two numbers for each channel of the widest batch normalisation.
  static constexpr std::size_t work_size = [] {
    std::int64_t most = 0;
    for (const TrainingStep& t : plan.steps)
      if (t.normalization >= 0) most = (std::max)(most, 2 * t.forward.op.out.channels());
    return static_cast<std::size_t>(most);
  }();

  /// Statistics of one batch normalisation over a batch, and what its backward pass needs.
  struct Normalization {
    const TrainingStep* step;
    std::int64_t channels;
    std::vector<double> shard;  // a shard: count, then mean, squares, sum, product of each channel
    std::vector<double> mean, variance, a, b, e;
    double count = 0;

    double* of_shard(int s) { return shard.data() + s * (1 + 4 * channels); }
  };

  int first_sample(int shard) const { return static_cast<int>(static_cast<std::int64_t>(samples_) * shard / shards_); }

  bool sets_aside() const { return (samples_ + shards_ - 1) / shards_ >= samples_at_once; }
  T* of_shard(int s) { return shard_gradient_.data() + static_cast<std::size_t>(s) * shard_size; }
  T* set_aside(int s) { return set_aside_.data() + static_cast<std::size_t>(s) * shard_size; }

  void prepare(int n) {
    samples_ = n;
    shards_ = (std::min)(n, max_shards);
    const auto arenas = static_cast<std::size_t>(plan.normalizations > 0 ? n : pool_.size());
    arena_.resize((std::max)(arena_.size(), arenas * static_cast<std::size_t>(plan.arena)));
    lists_.resize(static_cast<std::size_t>(pool_.size()) * list_capacity);
    work_.resize(static_cast<std::size_t>(pool_.size()) * work_size);
    shard_gradient_.resize(static_cast<std::size_t>(max_shards) * shard_size);
    if (normalizations_.empty()) make_normalizations();
    point_at_normalizations();
    for (Normalization& m : normalizations_) std::fill(m.shard.begin(), m.shard.end(), 0.0);
    if (sets_aside()) set_aside_.resize(static_cast<std::size_t>(max_shards) * shard_size);
    pool_.run(shards_, [&](int s, int) {
      std::fill_n(of_shard(s), shard_size, T(0));
      if (sets_aside()) std::fill_n(set_aside(s), shard_size, T(0));
    });
    pool_.run(static_cast<int>(step_count), [&](int i, int) { pack(plan.steps[static_cast<std::size_t>(i)]); });
  }

  void make_normalizations() {
    for (const TrainingStep& t : plan.steps) {
      if (t.normalization < 0) continue;
      const std::int64_t c = t.forward.op.out.channels();
      const auto size = static_cast<std::size_t>(c);
      Normalization m{&t, c, std::vector<double>(max_shards * (1 + 4 * size)), {}, {}, {}, {}, {}};
      for (auto* v : {&m.mean, &m.variance, &m.a, &m.b, &m.e}) v->resize(size);
      normalizations_.push_back(std::move(m));
    }
  }
  /// Anew for each step: a copy of an engine has vectors of its own.
  void point_at_normalizations() {
    normalization_gradients_.clear();
    for (Normalization& m : normalizations_)
      normalization_gradients_.push_back({m.mean.data(), m.a.data(), m.b.data(), m.e.data()});
  }

  /// The weights as this step's kernels read them.
  void pack(const TrainingStep& t) {
    if (t.normalization >= 0 || !t.packs) return;
    impl::pack_step(t.forward, layout, values_.data(), packed_.data());
    const Op& op = t.forward.op;
    if (has_weights(op.kind))
      kernels::transpose_weights(parameter(static_cast<std::size_t>(op.param)), op, transposed_.data() + t.transposed);
  }

  template <class Input, class Loss>
  void run_sample(int phase, int s, int worker, int i, std::uint32_t step, Input& input, Loss& loss,
                  std::array<BatchResult, max_shards>& results) {
    const int place = plan.normalizations > 0 ? i : worker;
    T* arena = arena_.data() + static_cast<std::int64_t>(place) * plan.arena;
    const auto inputs_of_sample = InputLayout<Net>::pointers(input(i));
    const SampleContext<T> c{{inputs_of_sample.data(), packed_.data(), arena, plan.operands.data()},
                             plan.gradients.data(),
                             transposed_.data(),
                             values_.data(),
                             of_shard(s),
                             layout.data(),
                             plan.steps.data(),
                             Gradients::gradient_at.data(),
                             lists_.data() + static_cast<std::size_t>(worker) * list_capacity,
                             normalization_gradients_.data(),
                             seed_,
                             step,
                             static_cast<std::uint32_t>(i)};
    for (std::size_t k = 0; k < step_count; ++k)
      if (plan.steps[k].forward_phase == phase) forward_table[k](plan.steps[k], c);
    if (phase < plan.normalizations) add_statistics(phase, s, worker, c);
    if (phase == plan.normalizations) {
      std::array<OutputValue<T>, plan.outputs.size()> values{};
      for (std::size_t o = 0; o < values.size(); ++o)
        values[o] = {kernels::begin_of(plan.outputs[o].value, c.memory), arena + plan.outputs[o].gradient.offset};
      results[static_cast<std::size_t>(s)].add(loss(i, values.data(), T(1) / static_cast<T>(samples_)));
    }
    for (std::size_t k = step_count; k-- > 0;)
      if (plan.steps[k].backward_phase == phase) backward_table[k](plan.steps[k], c);
    if (phase >= plan.normalizations && phase < 2 * plan.normalizations)
      add_gradient_sums(2 * plan.normalizations - 1 - phase, s, c);
  }

  void add_statistics(int number, int s, int worker, const SampleContext<T>& c) {
    Normalization& m = normalizations_[static_cast<std::size_t>(number)];
    const Buffer& x = m.step->forward.x;
    double* at = m.of_shard(s);
    kernels::add_moments(x, kernels::begin_of(x, c.memory), at[0], at + 1, at + 1 + m.channels,
                         work_.data() + static_cast<std::size_t>(worker) * work_size);
  }

  void add_gradient_sums(int number, int s, const SampleContext<T>& c) {
    Normalization& m = normalizations_[static_cast<std::size_t>(number)];
    const TrainingStep& t = *m.step;
    const Buffer& x = t.forward.x;
    double* at = m.of_shard(s) + 1 + 2 * m.channels;
    const auto sums = [&]<Activation F>() {
      kernels::add_gradient_sums<F>(x, t.forward.y, kernels::begin_of(x, c.memory), c.memory.arena + t.forward.y.offset,
                                    c.memory.arena + t.dy.offset, static_cast<T>(t.forward.op.alpha), m.mean.data(), at,
                                    at + m.channels);
    };
    with_activation<activations_of_normalizations()>(t.forward.op.activation, sums);
  }

  /// The activations that stand behind batch normalisations, as bits: only these are instantiated.
  static constexpr std::uint32_t activations_of_normalizations() {
    std::uint32_t bits = 0;
    for (const TrainingStep& t : plan.steps)
      if (t.normalization >= 0) bits |= 1u << static_cast<unsigned>(t.forward.op.activation);
    return bits;
  }
  /// Calls f with `activation` as a template argument, one of those whose bits are set.
  template <std::uint32_t Bits, class F>
  static void with_activation(Activation activation, F& f) {
    constexpr auto first = static_cast<unsigned>(std::countr_zero(Bits));
    if constexpr (Bits != 0) {
      if (static_cast<unsigned>(activation) == first) return f.template operator()<static_cast<Activation>(first)>();
      with_activation<Bits&(Bits - 1)>(activation, f);
    }
  }

  /// What happens between two phases: the sums of all shards, in order, become statistics.
  void finish_phase(int phase) {
    const int k = plan.normalizations;
    if (phase < k)
      set_statistics(normalizations_[static_cast<std::size_t>(phase)]);
    else if (phase < 2 * k)
      set_gradient(normalizations_[static_cast<std::size_t>(2 * k - 1 - phase)]);
  }

  struct NormalizationParameters {
    T *gamma, *beta, *mean, *variance;
    std::int64_t gamma_at, beta_at;
  };
  NormalizationParameters parameters_of(const Op& op) {
    auto next = static_cast<std::size_t>(op.param);
    NormalizationParameters p{};
    if (op.scale) p.gamma_at = layout[next], p.gamma = parameter(next++);
    if (op.center) p.beta_at = layout[next], p.beta = parameter(next++);
    p.mean = parameter(next);
    p.variance = parameter(next + 1);
    return p;
  }

  void set_statistics(Normalization& m) {
    const Op& op = m.step->forward.op;
    m.count = 0;
    std::fill(m.mean.begin(), m.mean.end(), 0.0);
    std::fill(m.variance.begin(), m.variance.end(), 0.0);
    for (int s = 0; s < shards_; ++s) {
      const double* at = m.of_shard(s);
      kernels::merge_moments(m.count, m.mean.data(), m.variance.data(), at[0], at + 1, at + 1 + m.channels, m.channels);
    }
    const NormalizationParameters p = parameters_of(op);
    const double keep = static_cast<double>(op.b);
    for (std::int64_t c = 0; c < m.channels; ++c) {
      const auto i = static_cast<std::size_t>(c);
      m.variance[i] /= m.count;
      p.mean[c] = static_cast<T>(keep * static_cast<double>(p.mean[c]) + (1 - keep) * m.mean[i]);
      p.variance[c] = static_cast<T>(keep * static_cast<double>(p.variance[c]) + (1 - keep) * m.variance[i]);
      const double scale = (p.gamma != nullptr ? static_cast<double>(p.gamma[c]) : 1.0) /
                           std::sqrt(m.variance[i] + static_cast<double>(op.a));
      packed_[static_cast<std::size_t>(m.step->forward.weights + c)] = static_cast<T>(scale);
      packed_[static_cast<std::size_t>(m.step->forward.bias + c)] =
          static_cast<T>((p.beta != nullptr ? static_cast<double>(p.beta[c]) : 0.0) - m.mean[i] * scale);
    }
  }

  /// With z = y before the activation and N values a channel: d beta = sum dz, d gamma = sum dz · x̂, and
  /// dx = gamma / σ · (dz − sum dz / N − x̂ · sum(dz · x̂) / N) as a · dz + b · x + e.
  void set_gradient(Normalization& m) {
    const Op& op = m.step->forward.op;
    const NormalizationParameters p = parameters_of(op);
    for (std::int64_t c = 0; c < m.channels; ++c) {
      const auto i = static_cast<std::size_t>(c);
      double sum = 0, product = 0;
      for (int s = 0; s < shards_; ++s) {
        const double* at = m.of_shard(s) + 1 + 2 * m.channels;
        sum += at[c];
        product += at[m.channels + c];
      }
      const double inverse = 1 / std::sqrt(m.variance[i] + static_cast<double>(op.a));
      const double gamma = p.gamma != nullptr ? static_cast<double>(p.gamma[c]) : 1.0;
      // The first shard's gradient carries the whole: the sums are over all samples. A shared layer's uses add up.
      if (p.gamma != nullptr)
        shard_gradient_[static_cast<std::size_t>(p.gamma_at + c)] += static_cast<T>(product * inverse);
      if (p.beta != nullptr) shard_gradient_[static_cast<std::size_t>(p.beta_at + c)] += static_cast<T>(sum);
      m.a[i] = gamma * inverse;
      m.b[i] = -gamma * inverse * inverse * inverse * product / m.count;
      m.e[i] = -m.a[i] * sum / m.count - m.b[i] * m.mean[i];
    }
  }

  /// States of users' layers, from the sums over the batch: once for each use of a shared one, in order, as the moving
  /// statistics of a batch normalisation are made.
  void update_states() {
    for (std::size_t k = 0; k < step_count; ++k) {
      const Op& op = plan.steps[k].forward.op;
      if (op.kind != Kind::user || op.params == 0) continue;
      std::vector<T*> parameters;
      std::vector<const T*> sums;
      const T* next = of_shard(0) + Gradients::gradient_at[k];
      for (int i = op.param; i < op.param + op.params; ++i) {
        const auto p = static_cast<std::size_t>(i);
        parameters.push_back(parameter(p));
        sums.push_back(next);
        next += params[p].shape.volume();
      }
      op.user->template update<T>({parameters, sums, samples_, op});
    }
  }

  /// Adds the shards in order into the first one, and its places for one parameter to that parameter's gradient.
  void reduce() {
    if (sets_aside()) pool_.run(shards_, [&](int s, int) { impl::move_sum(set_aside(s), of_shard(s), shard_size); });
    pool_.run(static_cast<int>(params.size()), [&](int number, int) {
      const auto p = static_cast<std::size_t>(number);
      const std::int64_t n = params[p].shape.volume();
      T* to = gradient_.data() + layout[p];
      if (Gradients::is_plain[p])
        std::copy_n(sum_of_shards(layout[p], n), n, to);
      else
        std::fill_n(to, n, T(0));
      for (const auto& t : Gradients::transposed)
        if (t.parameter == p) add_transposed(sum_of_shards(t.at, n), n, t.channels, to);
      for (const auto& use : Gradients::later_uses)
        if (use.first <= number && number < use.end) {
          const T* from = sum_of_shards(use.place_of(p), n);
          for (std::int64_t i = 0; i < n; ++i) to[i] += from[i];
        }
      if (!params[p].trainable) std::fill_n(to, n, T(0));  // sums for a state are no gradient
    });
  }
  static void add_transposed(const T* from, std::int64_t n, std::int64_t channels, T* to) {
    const std::int64_t reduction = n / channels;
    for (std::int64_t i = 0; i < reduction; ++i)
      for (std::int64_t k = 0; k < channels; ++k) to[i * channels + k] += from[k * reduction + i];
  }
  /// `n` numbers of the first shard's gradient from `at` on, to which the other shards' are added.
  const T* sum_of_shards(std::int64_t at, std::int64_t n) {
    T* first = shard_gradient_.data() + at;
    for (int s = 1; s < shards_; ++s) {
      const T* from = first + static_cast<std::size_t>(s) * shard_size;
      for (std::int64_t i = 0; i < n; ++i) first[i] += from[i];
    }
    return first;
  }

  std::uint64_t seed_;
  ThreadPool pool_;
  AlignedVector<T> values_, gradient_, shard_gradient_, set_aside_, packed_, transposed_, arena_;
  AlignedVector<Nonzero<T>> lists_;
  std::vector<double> work_;
  std::vector<Normalization> normalizations_;
  std::vector<NormalizationGradient> normalization_gradients_;
  int samples_ = 0, shards_ = 1;
};

}  // namespace CINCEL_ISA
}  // namespace cincel

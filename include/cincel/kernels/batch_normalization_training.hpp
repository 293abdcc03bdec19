// Batch normalisation over a whole batch while training: the sums of its shards, the statistics that they make, the
// coefficients that its forward and backward passes read, and its moving statistics. Shards are always taken in order,
// so that nothing depends on the number of threads.
#pragma once

#include <cincel/kernels/batch_moments.hpp>
#include <cincel/kernels/batch_normalization_gradient.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// What one shard of the batch adds to a batch normalisation: forward how many values a channel has, and of each channel
/// their mean and the squares of their distances from it; backward of each channel the sums of dz and dz · (x − mean).
struct ShardSums {
  double *count, *mean, *squares, *sum, *product;
};

/// One batch normalisation over a batch: the sums of all shards, the statistics, and what its backward pass reads.
template <class T>
struct BatchStatistics {
  const TrainingStep* step;
  std::int64_t channels;
  std::vector<double> sums;            // of each shard, as ShardSums points at them
  std::vector<double> mean, variance;  // of each channel
  // Of each channel, as NormalizationGradient points at them.
  std::vector<T> rounded_mean, mean_rest, a, b, e, scale, shift;
  double count = 0;  // values that a channel has in the batch

  BatchStatistics(const TrainingStep& t, int shards) : step(&t), channels(t.forward.op.out.channels()) {
    const auto size = static_cast<std::size_t>(channels);
    sums.resize(static_cast<std::size_t>(shards) * (1 + 4 * size));
    for (auto* v : {&mean, &variance}) v->resize(size);
    for (auto* v : {&rounded_mean, &mean_rest, &a, &b, &e, &scale, &shift}) v->resize(size);
  }

  void clear_sums() { std::fill(sums.begin(), sums.end(), 0.0); }
  ShardSums of_shard(int s) {
    double* const at = sums.data() + s * (1 + 4 * channels);
    return {at, at + 1, at + 1 + channels, at + 1 + 2 * channels, at + 1 + 3 * channels};
  }
  /// Good until this is copied or moved.
  NormalizationGradient<T> coefficients() const {
    return {rounded_mean.data(), mean_rest.data(), a.data(), b.data(), e.data(), scale.data(), shift.data()};
  }
};

/// Parameters of a batch normalisation: gamma and beta are null where it has none, else their offsets are given too.
template <class T>
struct NormalizationParameters {
  T *gamma, *beta, *mean, *variance;
  std::int64_t gamma_at, beta_at;
};
/// `values` are all parameters, each at its offset in `layout`; its gradient is at its offset in `gradient_at`.
template <class T>
NormalizationParameters<T> normalization_parameters(const Op& op, T* values, const std::int64_t* layout,
                                                    const std::int64_t* gradient_at) {
  const std::int64_t *next = layout + op.param, *gradient = gradient_at + op.param;
  NormalizationParameters<T> p{};
  if (op.scale) p.gamma_at = *gradient++, p.gamma = values + *next++;
  if (op.center) p.beta_at = *gradient, p.beta = values + *next++;
  p.mean = values + next[0];
  p.variance = values + next[1];
  return p;
}

/// Forward: adds one sample to the moments of shard `s`.
template <class P, class T>
void add_statistics(BatchStatistics<T>& m, int s, const SampleContext<T>& c) {
  const Buffer& x = m.step->forward.x;
  const ShardSums to = m.of_shard(s);
  add_moments<P>(x, begin_of(x, c.memory), *to.count, to.mean, to.squares);
}

/// The moments of the whole batch from those of its shards.
template <class T>
void merge_shards(BatchStatistics<T>& m, int shards) {
  m.count = 0;
  std::fill(m.mean.begin(), m.mean.end(), 0.0);
  std::fill(m.variance.begin(), m.variance.end(), 0.0);
  for (int s = 0; s < shards; ++s) {
    const ShardSums from = m.of_shard(s);
    merge_moments(m.count, m.mean.data(), m.variance.data(), *from.count, from.mean, from.squares, m.channels);
  }
}

/// Between forward phases: the batch's statistics, which move the moving ones, and scale and shift among the packed
/// weights, as the forward pass reads them.
template <class T>
void set_statistics(BatchStatistics<T>& m, int shards, const NormalizationParameters<T>& p, T* packed) {
  const Step& step = m.step->forward;
  merge_shards(m, shards);
  const double keep = static_cast<double>(step.op.momentum);
  for (std::int64_t c = 0; c < m.channels; ++c) {
    const auto i = static_cast<std::size_t>(c);
    m.variance[i] /= m.count;
    m.rounded_mean[i] = static_cast<T>(m.mean[i]);
    m.mean_rest[i] = static_cast<T>(m.mean[i] - static_cast<double>(m.rounded_mean[i]));
    p.mean[c] = static_cast<T>(keep * static_cast<double>(p.mean[c]) + (1 - keep) * m.mean[i]);
    p.variance[c] = static_cast<T>(keep * static_cast<double>(p.variance[c]) + (1 - keep) * m.variance[i]);
    const double scale = (p.gamma != nullptr ? static_cast<double>(p.gamma[c]) : 1.0) /
                         std::sqrt(m.variance[i] + static_cast<double>(step.op.epsilon));
    m.scale[i] = static_cast<T>(scale);
    m.shift[i] = static_cast<T>((p.beta != nullptr ? static_cast<double>(p.beta[c]) : 0.0) - m.mean[i] * scale);
    numbers_at(packed, step.weights)[c] = m.scale[i];
    numbers_at(packed, step.bias)[c] = m.shift[i];
  }
}

/// The activations that stand behind batch normalisations, as bits.
template <class TrainingSteps>
constexpr std::uint32_t activations_of_normalizations(const TrainingSteps& steps) {
  std::uint32_t bits = 0;
  for (const TrainingStep& t : steps)
    if (t.normalization >= 0) bits |= 1u << static_cast<unsigned>(t.forward.op.activation);
  return bits;
}
/// Calls f with `activation` as a template argument, one of those whose bits are set: only these are instantiated.
template <std::uint32_t Bits, class F>
void with_activation(Activation activation, F& f) {
  constexpr auto first = static_cast<unsigned>(std::countr_zero(Bits));
  if constexpr (Bits != 0) {
    if (static_cast<unsigned>(activation) == first) return f.template operator()<static_cast<Activation>(first)>();
    with_activation<Bits&(Bits - 1)>(activation, f);
  }
}

/// Backward: adds one sample to the gradient's sums of shard `s`. `Activations` has the bit of the step's activation.
template <class P, std::uint32_t Activations, class T>
void add_gradient_sums(BatchStatistics<T>& m, int s, const SampleContext<T>& c) {
  const TrainingStep& t = *m.step;
  const Buffer& x = t.forward.x;
  const ShardSums to = m.of_shard(s);
  const auto sums = [&]<Activation F>() {
    for_gradient_sums<P, F>(x, t.forward.y, begin_of(x, c.memory), result_of(t.forward, c.memory),
                            result_gradient(t, c), static_cast<T>(t.forward.op.alpha), m.coefficients(),
                            [&](std::int64_t k, double gradients, double products) {
                              to.sum[k] += gradients;
                              to.product[k] += products;
                            });
  };
  with_activation<Activations>(t.forward.op.activation, sums);
}

/// Between backward phases. With z = y before the activation and N values a channel: d beta = sum dz,
/// d gamma = sum dz · x̂, and dx = gamma / σ · (dz − sum dz / N − x̂ · sum(dz · x̂) / N) as a · dz + b · (x − mean) + e.
/// `gradient` is the first shard's, which carries the whole: the sums are over all samples. A shared layer's uses add up.
template <class T>
void set_gradient(BatchStatistics<T>& m, int shards, const NormalizationParameters<T>& p, T* gradient) {
  const Op& op = m.step->forward.op;
  for (std::int64_t c = 0; c < m.channels; ++c) {
    const auto i = static_cast<std::size_t>(c);
    double sum = 0, product = 0;
    for (int s = 0; s < shards; ++s) {
      const ShardSums from = m.of_shard(s);
      sum += from.sum[c];
      product += from.product[c];
    }
    const double inverse = 1 / std::sqrt(m.variance[i] + static_cast<double>(op.epsilon));
    const double gamma = p.gamma != nullptr ? static_cast<double>(p.gamma[c]) : 1.0;
    if (p.gamma != nullptr) gradient[p.gamma_at + c] += static_cast<T>(product * inverse);
    if (p.beta != nullptr) gradient[p.beta_at + c] += static_cast<T>(sum);
    m.a[i] = static_cast<T>(gamma * inverse);
    m.b[i] = static_cast<T>(-gamma * inverse * inverse * inverse * product / m.count);
    m.e[i] = static_cast<T>(-gamma * inverse * sum / m.count);
  }
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

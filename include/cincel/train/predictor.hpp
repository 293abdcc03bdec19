// Predictions of many samples on all threads, and what a loss needs of them.
#pragma once

#include <cincel/core/hash.hpp>
#include <cincel/model/pack_weights.hpp>
#include <cincel/run/aligned_vector.hpp>
#include <cincel/run/program.hpp>
#include <cincel/run/shards.hpp>
#include <cincel/run/thread_pool.hpp>
#include <cincel/train/loss_fit.hpp>

#include <algorithm>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// The step of an inference plan whose softmax output `o` is, seen through copies; -1 if it is none.
template <class Plan>
constexpr int softmax_step(const Plan& plan, std::size_t o) {
  Buffer value = plan.outputs[o];
  for (std::size_t i = plan.steps.size(); i-- > 0;) {
    const Step& s = plan.steps[i];
    if (s.y.offset != value.offset) continue;
    if (s.op.kind == Kind::softmax) return static_cast<int>(i);
    if (s.op.kind != Kind::copy || s.x.external()) return -1;
    value = s.x;
  }
  return -1;
}

/// The inference network of `Net` with packed weights and an arena for each thread. It runs by the program itself: a
/// layer of the user's may throw, which `Inference` does not let out.
template <class Net>
class Predictor {
  static constexpr auto& plan = inference_plan<Net>;
  static constexpr std::size_t arena_size = static_cast<std::size_t>(plan.arena);

 public:
  static constexpr std::int64_t inputs = InputLayout<Net>::total;
  static constexpr std::size_t outputs = OutputLayout<Net>::count;

  static Shards shards_of(std::int64_t n) { return {n, 64}; }

  /// Whether the packed weights are these parameters': a checksum says so, of which any one changed number makes another.
  bool holds(const float* parameters) const { return !packed_.empty() && checksum_of(parameters) == packed_of_; }

  /// Packs `parameters`, unless it holds them, then calls f(sample, worker, shard) for each of n samples, on all threads.
  template <class F>
  void for_samples(const float* parameters, ThreadPool& pool, std::int64_t n, F f) {
    prepare(parameters, pool.size());
    const Shards shards = shards_of(n);
    pool.run(shards.count(), [&](int s, int worker) {
      for (std::int64_t i = shards.begin(s); i < shards.begin(s + 1); ++i) f(i, worker, static_cast<std::size_t>(s));
    });
  }

  /// Predicts sample x; `output(o, worker)` is then where output o stands.
  void run(const float* x, int worker) {
    const auto pointers = InputLayout<Net>::pointers(x);
    Program<Net, native_pack>::run(memory(pointers.data(), worker));
  }
  const float* output(std::size_t o, int worker) const { return arena(worker) + plan.outputs[o].offset; }

  /// Predicts sample x; returns the outputs, of those that end in a softmax and are in `left_to_loss` the logits.
  std::array<OutputValue<float>, outputs> run_for_loss(const float* x, int worker, OutputBits left_to_loss) {
    const auto pointers = InputLayout<Net>::pointers(x);
    const Memory<float> m = memory(pointers.data(), worker);
    std::array<OutputValue<float>, outputs> values{};
    Program<Net, native_pack>::take_inputs(m);
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
      for (std::size_t o = 0; o < outputs; ++o)
        if (softmax_steps[o] == static_cast<int>(i) && contains(left_to_loss, o))
          values[o].z = keep(plan.steps[i].x, m, o, worker);
      Program<Net, native_pack>::run_one(i, m);
    }
    for (std::size_t o = 0; o < outputs; ++o)
      if (values[o].z == nullptr) values[o].z = output(o, worker);
    return values;
  }

 private:
  static constexpr auto softmax_steps = [] {
    std::array<int, outputs> steps{};
    for (std::size_t o = 0; o < outputs; ++o)
      steps[o] = softmax_of_output(graph_of<Net>, o) < 0 ? -1 : softmax_step(plan, o);
    return steps;
  }();

  static std::uint64_t checksum_of(const float* parameters) {
    return fast_checksum(reinterpret_cast<const std::byte*>(parameters),
                         static_cast<std::size_t>(ParameterLayout<Net>::total));
  }
  /// Packs the weights, if they have changed, and makes arenas for `threads`.
  void prepare(const float* parameters, int threads) {
    const std::uint64_t now = checksum_of(parameters);
    if (packed_.empty() || now != packed_of_) {
      packed_.resize(static_cast<std::size_t>(plan.weights));
      pack_weights<Net>(parameters, packed_.data());
      packed_of_ = now;
    }
    arenas_.resize(static_cast<std::size_t>(threads) * arena_size);
    logits_.resize(static_cast<std::size_t>(threads) * static_cast<std::size_t>(OutputLayout<Net>::total));
  }
  float* arena(int worker) { return arenas_.data() + static_cast<std::size_t>(worker) * arena_size; }
  const float* arena(int worker) const { return arenas_.data() + static_cast<std::size_t>(worker) * arena_size; }
  Memory<float> memory(const float* const* x, int worker) {
    return {x, packed_.data(), arena(worker), plan.operands.data()};
  }
  /// The numbers of a buffer, before its memory is used for something else.
  const float* keep(const Buffer& b, const Memory<float>& m, std::size_t o, int worker) {
    float* to =
        logits_.data() + static_cast<std::int64_t>(worker) * OutputLayout<Net>::total + OutputLayout<Net>::offsets[o];
    const float* from = kernels::begin_of(b, m);
    float* next = to;
    for (std::int64_t i = 0; i < b.map.height(); ++i)
      for (std::int64_t j = 0; j < b.map.width(); ++j)
        next = std::copy_n(from + pixel_at(b, i, j), b.map.channels(), next);
    return to;
  }

  AlignedVector<float> packed_, arenas_, logits_;
  std::uint64_t packed_of_ = 0;  // the checksum of the parameters that are packed
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

// Predictions of many samples on all threads, and what a loss needs of them.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/core/hash.hpp>
#include <cincel/core/units.hpp>
#include <cincel/model/pack_weights.hpp>
#include <cincel/run/aligned_vector.hpp>
#include <cincel/run/batch_program.hpp>
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
  for (int i = plan.steps.size(); i-- > 0;) {
    const Step& s = plan.steps[i];
    if (!begin_together(s.y, value)) continue;
    if (s.op.kind == Kind::softmax) return i;
    if (s.op.kind != Kind::copy || s.x.external()) return -1;
    value = s.x;
  }
  return -1;
}

/// The inference network of `Net` with packed weights, and an arena for each sample that a thread has at hand. It runs by
/// the program itself: a layer of the user's may throw, which `Inference` does not let out.
template <class Net>
class Predictor {
  static constexpr auto& plan = inference_plan<Net>;
  using Code = BatchProgram<Net, native_pack>;
  /// In the arenas of a thread, where several samples are at hand.
  static constexpr std::int64_t most_bytes = 64_MiB;
  static constexpr std::int64_t arena_floats = pitch_of_arenas(plan.arena_bytes);

 public:
  static constexpr std::size_t outputs = OutputLayout<Net>::count;
  /// Samples that a thread takes at once: several where steps want that. It follows from the network alone.
  static constexpr int at_hand = Code::takes_several
                                     ? static_cast<int>(std::clamp<std::int64_t>(
                                           most_bytes / (plan.arena_bytes + float_size), 1, most_samples_at_hand))
                                     : 1;

  /// At most 64, so large that a thread has as many samples at hand as it can take.
  static Shards shards_of(std::int64_t n) {
    return {n, static_cast<int>(std::clamp<std::int64_t>((n + at_hand - 1) / at_hand, 1, 64))};
  }

  /// Whether the packed weights are these parameters': a checksum says so, of which any one changed number makes another.
  bool holds(const float* parameters) const { return !packed_.empty() && checksum_of(parameters) == packed_of_; }

  /// Packs `parameters`, unless it holds them, then predicts `n` samples on all threads: `input(i, place)` is a pointer to
  /// the numbers of sample i, which stay until another sample gets this place; `done(i, place, shard)` is called when it is
  /// predicted. `logits`: of these outputs, if they end in a softmax, what the softmax reads is kept. There are
  /// `pool.size() * at_hand` places.
  template <class Input, class Done>
  void predict(const float* parameters, ThreadPool& pool, std::int64_t n, OutputBits logits, Input input, Done done) {
    prepare(parameters, pool.size());
    const Shards shards = shards_of(n);
    pool.run(shards.count(), [&](int s, int worker) {
      const std::int64_t end = shards.begin(s + 1);
      for (std::int64_t i = shards.begin(s); i < end; i += at_hand) {
        const int first = worker * at_hand, count = static_cast<int>(std::min<std::int64_t>(at_hand, end - i));
        fixed_array<const float*, at_hand> x{};
        for (int k = 0; k < count; ++k) x[k] = input(i + k, first + k);
        run(x.data(), count, worker, logits);
        for (int k = 0; k < count; ++k) done(i + k, first + k, static_cast<std::size_t>(s));
      }
    });
  }

  /// Where output o of the sample at a place stands, and, where they were kept, the logits.
  const float* output(std::size_t o, int place) const { return numbers_at(arena(place), plan.outputs[o].offset); }
  std::array<OutputValue<float>, outputs> values(int place, OutputBits logits) {
    std::array<OutputValue<float>, outputs> values{};
    for (std::size_t o = 0; o < outputs; ++o)
      values[o].z = softmax_steps[o] >= 0 && contains(logits, o) ? logits_of(o, place) : output(o, place);
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
  /// Packs the weights, if they have changed, and makes the memory of `threads` threads.
  void prepare(const float* parameters, int threads) {
    const std::uint64_t now = checksum_of(parameters);
    if (packed_.empty() || now != packed_of_) {
      packed_.resize(numbers_in(plan.weight_bytes));
      pack_weights<Net>(parameters, packed_.data());
      packed_of_ = now;
    }
    const std::int64_t places = std::int64_t{threads} * at_hand;
    arenas_.resize(places * arena_floats);
    logits_.resize(places * OutputLayout<Net>::total);
    rooms_.resize(threads * Code::room);
  }
  float* arena(int place) { return arenas_.data() + place * arena_floats; }
  const float* arena(int place) const { return arenas_.data() + place * arena_floats; }
  float* logits_of(std::size_t o, int place) {
    return logits_.data() + place * OutputLayout<Net>::total + OutputLayout<Net>::offsets[o];
  }

  /// Predicts the samples at `x`, at a thread's first places.
  void run(const float* const* x, int count, int worker, OutputBits logits) {
    fixed_array<std::array<const float*, InputLayout<Net>::count>, at_hand> inputs{};
    fixed_array<Memory<float>, at_hand> of_samples{};
    const int first = worker * at_hand;
    for (int k = 0; k < count; ++k) {
      inputs[k] = InputLayout<Net>::pointers(x[k]);
      of_samples[k] = {inputs[k].data(), packed_.data(), arena(first + k), plan.operands.data()};
    }
    Code::run(of_samples.data(), count, rooms_.data() + worker * Code::room, [&](std::size_t step, int k) {
      for (std::size_t o = 0; o < outputs; ++o)
        if (softmax_steps[o] == static_cast<int>(step) && contains(logits, o))
          keep(plan.steps[step].x, of_samples[k], logits_of(o, first + k));
    });
  }
  /// The numbers of a buffer, before its memory is used for something else.
  static void keep(const Buffer& b, const Memory<float>& m, float* to) {
    const float* from = kernels::begin_of(b, m);
    for (std::int64_t i = 0; i < b.map.height(); ++i)
      for (std::int64_t j = 0; j < b.map.width(); ++j) to = std::copy_n(from + pixel_at(b, i, j), b.map.channels(), to);
  }

  AlignedVector<float> packed_, arenas_, logits_, rooms_;
  std::uint64_t packed_of_ = 0;  // the checksum of the parameters that are packed
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

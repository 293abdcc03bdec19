// Gradients of weights that are made for a whole batch at once: the rows that steps leave of each sample
// (`BatchRows`), and what is made of them.
//
// A batch goes through a step in rounds of at most `most_rows` samples: the shards work on some samples each, then all
// threads share the matrices of weights, part by part. Each number of a gradient is the sum over the rows in their order
// (of a round the first shard's, the second's, …), whoever makes it: the same bits on any number of threads. Nothing is
// made for each shard and added up afterwards, so that such a gradient is written once a round.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/kernels/dense_rows.hpp>
#include <cincel/run/aligned_vector.hpp>
#include <cincel/run/shards.hpp>
#include <cincel/run/thread_pool.hpp>
#include <cincel/train/gradient_layout.hpp>

#include <algorithm>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// The samples of some shards, in rounds of at most `most` of each; in one round if `most` is 0.
class Rounds {
 public:
  constexpr Rounds(const Shards& shards, std::int64_t most) : shards_(shards), most_(most) {
    if (most_ == 0) most_ = (std::max)(longest(), std::int64_t{1});
  }
  constexpr int count() const { return static_cast<int>((longest() + most_ - 1) / most_); }
  /// The first sample of shard `s` in a round, and the first one behind.
  constexpr int begin(int s, int number) const { return clamped(s, shards_.begin(s) + number * most_); }
  constexpr int end(int s, int number) const { return clamped(s, shards_.begin(s) + (number + 1) * most_); }
  /// Samples of a round that shards before `s` have: of all shards, how many there are.
  constexpr std::int64_t before(int s, int number) const {
    std::int64_t n = 0;
    for (int k = 0; k < s; ++k) n += end(k, number) - begin(k, number);
    return n;
  }
  constexpr std::int64_t size(int number) const { return before(shards_.count(), number); }
  /// The place of a sample of shard `s` in its round.
  constexpr std::int64_t row_of(int s, int sample) const {
    const std::int64_t at = sample - shards_.begin(s);
    return before(s, static_cast<int>(at / most_)) + at % most_;
  }

 private:
  constexpr std::int64_t longest() const {
    std::int64_t most = 0;
    for (int s = 0; s < shards_.count(); ++s) most = (std::max)(most, shards_.begin(s + 1) - shards_.begin(s));
    return most;
  }
  constexpr int clamped(int s, std::int64_t sample) const {
    return static_cast<int>((std::min)(sample, shards_.begin(s + 1)));
  }

  Shards shards_;
  std::int64_t most_;
};

/// The rows of network `Net`.
template <class Net, class T, OutputBits LeftToLoss>
class RowsOfSteps {
  using Gradients = GradientLayout<Net, LeftToLoss>;
  static constexpr auto& steps = Gradients::steps;
  static constexpr auto& layout = ParameterLayout<Net>::offsets;
  /// Rounds that are added one by one; these sums are added up in turn, so that a gradient is rounded n / 65,536 + 256
  /// times after its rounds.
  static constexpr int rounds_at_once = 256;

 public:
  /// Begins a batch: room for the rows of so many samples, which may lie elsewhere than before.
  void begin(std::int64_t samples, int rounds) {
    if (!Gradients::any_rows) return;
    std::int64_t numbers = 0;
    for (int i = 0; i < steps.size(); ++i)
      if (Gradients::leaves_rows[i]) numbers += samples * (input_pitch(i) + gradient_pitch(i));
    rows_.grow(numbers);
    T* next = rows_.data();
    for (int i = 0; i < steps.size(); ++i) {
      if (!Gradients::leaves_rows[i]) continue;
      of_steps_[i] = {next, next + samples * input_pitch(i)};
      next += samples * (input_pitch(i) + gradient_pitch(i));
    }
    sets_aside_ = rounds > rounds_at_once;
    if (sets_aside_) aside_.assign(ParameterLayout<Net>::total, T(0));
  }
  /// Of each step, or null if none leaves rows.
  const BatchRows<T>* of_steps() const { return Gradients::any_rows ? of_steps_.data() : nullptr; }

  /// Adds to `gradient`, where all parameters' lie, what the `n` rows of a round give in a phase of the step. `Kernels`
  /// has the functions.
  template <class Kernels>
  void add(int phase, int number, std::int64_t n, T* gradient, ThreadPool& pool) {
    if constexpr (Gradients::any_rows) {
      const bool begins = number % rounds_at_once == 0;
      if (begins && number > 0) set_aside(phase, gradient, pool);
      std::int64_t parts = 0;
      for (int i = 0; i < steps.size(); ++i) parts += parts_in(i, phase);
      pool.run(static_cast<int>(parts), [&](int part, int) {
        int i = 0;
        std::int64_t k = part;
        for (; k >= parts_in(i, phase); ++i) k -= parts_in(i, phase);
        Kernels::add_rows[i](steps[i], of_steps_[i], n, parts_of(i).part(k), begins, gradient + at(i));
      });
    }
  }
  /// The end of a batch: to the last sums come those that were set aside.
  void finish(T* gradient) {
    for (int i = 0; sets_aside_ && i < steps.size(); ++i)
      for (std::int64_t k = 0; Gradients::leaves_rows[i] && k < numbers_of(i); ++k)
        gradient[at(i) + k] += aside_[at(i) + k];
  }

 private:
  static std::int64_t input_pitch(int i) { return kernels::point_pitch(steps[i].forward.op.in.volume()); }
  static std::int64_t gradient_pitch(int i) { return kernels::point_pitch(steps[i].forward.op.out.volume()); }
  static std::int64_t at(int i) { return layout[steps[i].forward.op.param]; }
  static kernels::MatrixParts parts_of(int i) {
    return {steps[i].forward.op.in.volume(), steps[i].forward.op.out.volume()};
  }
  static std::int64_t numbers_of(int i) { return steps[i].forward.op.in.volume() * steps[i].forward.op.out.volume(); }
  static std::int64_t parts_in(int i, int phase) {
    return Gradients::leaves_rows[i] && steps[i].backward_phase == phase ? parts_of(i).count() : 0;
  }
  void set_aside(int phase, const T* gradient, ThreadPool& pool) {
    pool.run(steps.size(), [&](int i, int) {
      if (parts_in(i, phase) == 0) return;
      for (std::int64_t k = at(i); k < at(i) + numbers_of(i); ++k) aside_[k] += gradient[k];
    });
  }

  AlignedVector<T> rows_, aside_;
  fixed_array<BatchRows<T>, steps.size()> of_steps_{};
  bool sets_aside_ = false;
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

// ParallelInference<Net, Threads>: one prediction by several threads.
#pragma once

#include <cincel/model/inference.hpp>
#include <cincel/run/aligned_vector.hpp>
#include <cincel/run/parallel_program.hpp>
#include <cincel/run/thread_pool.hpp>

#include <stdexcept>
#include <string>

namespace cincel {
inline namespace CINCEL_ISA {

/// Networks with fewer multiply-adds than this are predicted by the caller alone: a thread that sleeps takes as long to
/// wake as they take to run.
inline constexpr std::int64_t parallel_macs = 4'000'000;

/// Predicts with one set of weights on `Threads` threads of a pool: the same bits as `Inference<Net>`. Each step is cut by
/// rows or channels when the program is compiled. It holds memory for the activations and a scratch for each thread; the
/// pool and the weights are the caller's, and one prediction at a time may use a pool. After a `fork` the child's pool
/// starts threads of its own.
///
///     ThreadPool pool(2);
///     ParallelInference<Net, 2> net(weights, pool);
///     const auto probabilities = net.predict(image);
template <class Net, int Threads>
class ParallelInference {
  static_assert(network_error<Net>::ok);  // a wrong network is one error
  static_assert(plan_error<Net>::ok);
  static_assert(Threads >= 1 && Threads <= 64, "ParallelInference: from 1 to 64 threads");

  static constexpr auto& plan = inference_plan<Net>;
  static constexpr bool divides = Threads > 1 && plan.macs >= parallel_macs;
  using Sample = std::span<const float, static_cast<std::size_t>(InputLayout<Net>::total)>;

 public:
  using Prediction = typename Inference<Net>::Prediction;

  /// Throws std::invalid_argument if the pool has fewer threads.
  ParallelInference(WeightsView<Net> weights, ThreadPool& pool) : weights_(weights), pool_(pool) {
    if (pool.size() < Threads)
      throw std::invalid_argument("ParallelInference: the pool has " + std::to_string(pool.size()) + " of " +
                                  std::to_string(Threads) + " threads");
    arena_.resize(arena_floats());
  }
  ParallelInference(const ParallelInference&) = delete;
  ParallelInference& operator=(const ParallelInference&) = delete;

  /// As `Inference::predict`. Throws std::runtime_error if the pool's threads cannot be started.
  Prediction predict(Sample x) {
    const auto inputs = InputLayout<Net>::pointers(x.data());
    const Memory<float> memory{inputs.data(), weights_.data(), arena_.data(), plan.operands.data()};
    if constexpr (divides) {
      Program<Net, native_pack>::take_inputs(memory);
      pool_.run(Threads, [&](int t, int) {
        ParallelProgram<Net, native_pack, Threads>::run(memory, static_cast<std::size_t>(t), barrier_);
      });
    } else {
      Program<Net, native_pack>::run(memory);
    }
    return Prediction(numbers_at(arena_.data(), plan.outputs[0].offset), Prediction::extent);
  }
  /// Output `i` of the last prediction, as `Inference::output`.
  std::span<const float> output(std::size_t i) const noexcept {
    const Buffer& b = plan.outputs[i];
    return {numbers_at(arena_.data(), b.offset), static_cast<std::size_t>(b.map.volume())};
  }

 private:
  static constexpr std::size_t arena_floats() {
    if constexpr (divides)
      return static_cast<std::size_t>(numbers_in(sliced_plan<Net, Threads>.arena_bytes));
    else
      return static_cast<std::size_t>(numbers_in(plan.arena_bytes));
  }

  WeightsView<Net> weights_;
  ThreadPool& pool_;
  impl::SpinBarrier barrier_{Threads};
  AlignedVector<float> arena_;
};

}  // namespace CINCEL_ISA
}  // namespace cincel

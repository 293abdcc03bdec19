// A plan as code for several threads: each runs its slices of all steps, and waits for the others after each step.
#pragma once

#include <cincel/plan/slices.hpp>
#include <cincel/run/program.hpp>

#include <atomic>
#include <thread>

namespace cincel {
inline namespace CINCEL_ISA {

namespace impl {

/// Lets `threads` threads go on when all have come. Who waits spins briefly, and then leaves the processor to others.
class SpinBarrier {
 public:
  explicit SpinBarrier(int threads) : threads_(threads) {}
  void wait() noexcept {
    const unsigned phase = phase_.load(std::memory_order_relaxed);
    if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 == threads_) {
      arrived_.store(0, std::memory_order_relaxed);
      phase_.store(phase + 1, std::memory_order_release);
      return;
    }
    for (int spin = 0; phase_.load(std::memory_order_acquire) == phase;)
      if (++spin > spins) std::this_thread::yield();
  }

 private:
  static constexpr int spins = 20000;
  int threads_;
  std::atomic<int> arrived_{0};
  std::atomic<unsigned> phase_{0};
};

/// Runs one slice by the operator `O`.
template <class O, class P, auto Key, class T>
void run_slice(const StepSlice& s, const Memory<T>& m) {
  O::template forward<P, Key>(s.step, Memory<T>{m.inputs, m.weights, m.arena, s.operands.data()});
}

}  // namespace impl

/// The program of network `W` for pack `P` and `Threads` threads.
template <class W, class P, int Threads>
class ParallelProgram {
  using T = typename P::value_type;
  using Kernel = void (*)(const StepSlice&, const Memory<T>&);
  static constexpr auto& plan = inference_plan<W>;
  static constexpr auto& sliced = sliced_plan<W, Threads>;
  static constexpr std::size_t count = plan.steps.size(), threads = static_cast<std::size_t>(Threads);

 public:
  /// The part of thread `t`; all threads call it with the same memory and barrier. The inputs have been taken.
  static void run(const Memory<T>& memory, std::size_t t, impl::SpinBarrier& barrier) {
    for (std::size_t i = 0; i < count; ++i) {
      const Step& step = plan.steps[i];
      if (!sliced.divided[i]) {
        if (t == 0) Program<W, P>::run_one(i, memory);
      } else {
        // Nobody reads or writes the halo while the slices are made.
        if (t == 0 && step.y.halo.any()) kernels::zero_halo(step.y, kernels::result_of(step, memory));
        table[i][t](sliced.slices[i][t], memory);
      }
      barrier.wait();
    }
  }

 private:
  template <std::size_t I, std::size_t S>
  static constexpr Kernel kernel() {
    if constexpr (sliced.divided[I]) {
      constexpr auto& s = sliced.slices[I][S].step;
      using O = Operator<s.op.kind, impl::implementation_for<P>(s.op)>;
      return &impl::run_slice<O, P, key_of<O, P>(s), T>;
    } else {
      return nullptr;
    }
  }
  template <std::size_t I, std::size_t... S>
  static constexpr std::array<Kernel, threads> row(std::index_sequence<S...>) {
    return {kernel<I, S>()...};
  }
  template <std::size_t... I>
  static constexpr std::array<std::array<Kernel, threads>, count> make_table(std::index_sequence<I...>) {
    return {row<I>(std::make_index_sequence<threads>{})...};
  }
  static constexpr auto table = make_table(std::make_index_sequence<count>{});
};

}  // namespace CINCEL_ISA
}  // namespace cincel

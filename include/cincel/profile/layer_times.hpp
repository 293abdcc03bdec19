// Hooks that measure each step of a prediction: its times, the processor's counts, where on a time line it lay.
#pragma once

#include <cincel/profile/clock.hpp>
#include <cincel/profile/hardware_counters.hpp>
#include <cincel/profile/step_facts.hpp>
#include <cincel/run/hook.hpp>

#include <array>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {
namespace profile {

/// Keeps the seconds that each step of `Net` took in each prediction:
///
///     Inference<Net, profile::LayerTimes<Net>> net(weights);
///     net.predict(image);
///     const double seconds = net.hook().median_seconds(0);
template <class Net>
class LayerTimes {
 public:
  using network = Net;  // `Inference` compares it with its own
  static constexpr std::size_t steps = inference_plan<Net>.steps.size();

  template <std::size_t I, class Run>
  void operator()(StepNumber<I>, const Run& run) {
    static_assert(I < steps, "the hook measures another network, which has fewer steps");
    const double start = now();
    run();
    seconds_[I].push_back(now() - start);
  }

  /// Of step `i`, the median; 0 before the first prediction.
  double median_seconds(std::size_t i) const {
    std::vector<double> x = seconds_[i];
    return median(x);
  }

 private:
  std::array<std::vector<double>, steps> seconds_;
};

/// Adds up what the processor counts in each step; zeros where the kernel does not permit it.
template <class Net>
class LayerCounters {
 public:
  using network = Net;
  static constexpr std::size_t steps = inference_plan<Net>.steps.size();

  template <std::size_t I, class Run>
  void operator()(StepNumber<I>, const Run& run) {
    static_assert(I < steps, "the hook measures another network, which has fewer steps");
    counters_.start();
    run();
    const Counts c = counters_.stop();
    counts_[I].cycles += c.cycles;
    counts_[I].instructions += c.instructions;
    counts_[I].cache_misses += c.cache_misses;
  }
  bool permitted() const { return counters_.permitted(); }
  /// Of step `i`, of all predictions.
  const Counts& counts(std::size_t i) const { return counts_[i]; }

 private:
  HardwareCounters counters_;
  std::array<Counts, steps> counts_{};
};

/// A step, and the seconds at which it began and ended.
struct StepSpan {
  std::size_t step = 0;
  double begin = 0, end = 0;
};

/// Keeps the time line of all predictions.
class TimeLine {
 public:
  template <std::size_t I, class Run>
  void operator()(StepNumber<I>, const Run& run) {
    const double start = now();
    run();
    spans_.push_back({I, start, now()});
  }
  std::span<const StepSpan> spans() const { return spans_; }

 private:
  std::vector<StepSpan> spans_;
};

}  // namespace profile
}  // namespace CINCEL_ISA
}  // namespace cincel

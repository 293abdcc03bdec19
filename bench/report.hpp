// What every benchmark prints: its rate, and the share of the machine's limit measured right after it.
#pragma once

#include "machine_limits.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <vector>

namespace report {

/// GFLOP/s, and per cent of the multiply-add peak.
inline void flops(benchmark::State& state, double flops_a_round, double seconds_a_round) {
  std::array<double, 9> peak;
  for (double& p : peak) p = machine::multiply_add_peak();
  const double rate = flops_a_round / seconds_a_round;
  state.counters["GFLOP/s"] = rate * 1e-9;
  state.counters["%FMA"] = 100 * rate / machine::median(peak);
}

/// GB/s, and per cent of the rate at which memory is read.
inline void bytes(benchmark::State& state, double bytes_a_round, double seconds_a_round) {
  static const std::vector<float> memory(64 << 20, 1.0f);
  std::array<double, 3> limit;
  for (double& b : limit) b = machine::read_bandwidth(memory);
  const double rate = bytes_a_round / seconds_a_round;
  state.counters["GB/s"] = rate * 1e-9;
  state.counters["%memory"] = 100 * rate / machine::median(limit);
}

/// Runs `body` for as long as the benchmark wants; returns the median of its times in seconds.
template <class Body>
double median_seconds(benchmark::State& state, Body body) {
  std::vector<double> times;
  for (auto _ : state) {
    const double start = machine::now();
    body();
    times.push_back(machine::now() - start);
  }
  const double t = machine::median(times);
  state.counters["median_us"] = t * 1e6;
  return t;
}

}  // namespace report

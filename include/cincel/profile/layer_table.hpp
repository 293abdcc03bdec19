// Where the time of a network goes: its steps with their times beside the machine's limits.
#pragma once

#include <cincel/profile/layer_times.hpp>
#include <cincel/profile/limits.hpp>

#include <cstdio>
#include <string>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {
namespace profile {

struct LayerRow : StepFacts {
  double seconds = 0;  // the median
  LeastTime least;     // at the machine's limits
  double share() const { return seconds > 0 ? least.seconds / seconds : 0; }
};

/// What step `s` does, in a network that has `network_bytes` of weights and arena: weights lie where all of that has
/// room, the values where they have room themselves.
inline Work work_of(const StepFacts& s, double network_bytes, const Caches& c) {
  Work w{s.flops, {}};
  w.bytes[static_cast<std::size_t>(level_of(s.value_bytes, c))] += s.value_bytes;
  w.bytes[static_cast<std::size_t>(level_of(network_bytes, c))] += s.weight_bytes;
  return w;
}

/// A row per step. `network_bytes`: of all weights and the arena.
template <class Net>
std::vector<LayerRow> layer_rows(const LayerTimes<Net>& times, const Limits& limits, const Caches& caches) {
  constexpr double network_bytes =
      static_cast<double>(inference_plan<Net>.weight_bytes + inference_plan<Net>.arena_bytes);
  std::vector<LayerRow> rows;
  for (const StepFacts& facts : step_facts<Net>()) {
    const std::size_t i = rows.size();
    rows.push_back({facts, times.median_seconds(i), least_time(work_of(facts, network_bytes, caches), limits)});
  }
  return rows;
}

/// The rows as a table for people.
inline std::string layer_table(const std::vector<LayerRow>& rows) {
  double all = 0;
  for (const LayerRow& r : rows) all += r.seconds;
  char line[256];
  std::snprintf(line, sizeof line, "%-36s %-22s %-10s %10s %6s %8s %7s %-7s %6s\n", "layer", "kind", "computed", "us",
                "time", "GFLOP/s", "GB/s", "limit", "share");
  std::string text = line;
  for (const LayerRow& r : rows) {
    std::snprintf(line, sizeof line, "%-36.36s %-22.22s %-10.10s %10.2f %5.1f%% %8.1f %7.1f %-7s %5.0f%%\n",
                  r.layer.c_str(), r.kind.c_str(), r.implementation.c_str(), r.seconds * 1e6,
                  all > 0 ? 100 * r.seconds / all : 0, r.seconds > 0 ? r.flops / r.seconds * 1e-9 : 0,
                  r.seconds > 0 ? r.bytes() / r.seconds * 1e-9 : 0, r.least.by_memory ? "memory" : "fma",
                  100 * r.share());
    text += line;
  }
  return text;
}

}  // namespace profile
}  // namespace CINCEL_ISA
}  // namespace cincel

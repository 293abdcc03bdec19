// A program that measures one network: its latency beside the machine's limits, a table by layer, a time line, counters.
// `cincel_benchmark()` in CMake makes it.
#pragma once

#include <cincel/profile/hardware_counters.hpp>
#include <cincel/profile/layer_table.hpp>
#include <cincel/profile/trace.hpp>
#include <cincel/profile/untrained.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string_view>

namespace cincel {
inline namespace CINCEL_ISA {
namespace profile {

struct BenchmarkOptions {
  double seconds = 2;  // to measure for, in (0, 3600]
  std::string trace;   // a file for the time line; empty: none
  bool help = false;
};

namespace impl {

inline constexpr const char* benchmark_usage =
    "Measures the latency of one network on one thread, with weights as they are before training.\n"
    "  --seconds S    how long to measure; 2\n"
    "  --trace FILE   writes the time line of ten predictions, for chrome://tracing or ui.perfetto.dev\n"
    "  --help\n";

inline double seconds_of(const std::string& text) {
  std::size_t used = 0;
  double s = 0;
  try {
    s = std::stod(text, &used);
  } catch (const std::logic_error&) {
    used = 0;
  }
  if (used != text.size() || text.empty() || !(s > 0 && s <= 3600))
    throw std::invalid_argument("--seconds: \"" + text + "\" is no number of seconds up to 3600");
  return s;
}

/// Writes `text` to a file whole, or throws std::runtime_error that names it.
inline void write_file(const std::string& path, const std::string& text) {
  errno = 0;
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw std::runtime_error(path + ": cannot be written: " + std::strerror(errno));
}

}  // namespace impl

/// Throws std::invalid_argument for an option that is unknown, lacks its value or has none that makes sense.
inline BenchmarkOptions benchmark_options(std::span<char* const> arguments) {
  BenchmarkOptions o;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view name = arguments[i];
    const auto value = [&]() -> std::string {
      if (i + 1 == arguments.size()) throw std::invalid_argument(std::string(name) + " needs a value");
      return arguments[++i];
    };
    if (name == "--help")
      o.help = true;
    else if (name == "--seconds")
      o.seconds = impl::seconds_of(value());
    else if (name == "--trace")
      o.trace = value();
    else
      throw std::invalid_argument(std::string(name) + " is no option");
  }
  return o;
}

/// What was measured of a network; seconds.
struct Latency {
  double first = 0, median = 0, p99 = 0, most = 0, least = 0;  // `least`: at the machine's limits
  std::size_t predictions = 0;
};

/// Measures a network, the limits in turn with its predictions; returns its latency, and leaves the times of its steps
/// in `times`. Small networks are timed in blocks, of which no time is less than some 20 microseconds.
template <class Net>
Latency measure_latency(Untrained<Net>& net, double seconds, LayerTimes<Net>& times, std::vector<LayerRow>& rows) {
  const LimitMeter meter;
  const auto predict = [&](int runs) {
    const double start = now();
    for (int i = 0; i < runs; ++i) {
      net.inference().predict(net.sample());
      finish_run();
    }
    return (now() - start) / runs;
  };
  Latency l;
  l.first = predict(1);
  const int runs = static_cast<int>(std::clamp(20e-6 / std::max(predict(1), 1e-9), 1.0, 1e5));
  std::vector<double> all;
  std::vector<Limits> limits;
  const double end = now() + seconds;
  do {
    limits.push_back(meter.measure());
    for (int i = 0; i < 20 && now() < end; ++i) all.push_back(predict(runs));
    for (int i = 0; i < 5; ++i) net.inference().predict_with(times, net.sample());
  } while (now() < end);
  if (all.empty()) all.push_back(predict(runs));
  l.predictions = all.size() * static_cast<std::size_t>(runs);
  l.median = median(all);
  l.p99 = quantile(all, 0.99);
  l.most = *std::max_element(all.begin(), all.end());
  rows = layer_rows(times, median_limits(limits), meter.caches());
  for (const LayerRow& r : rows) l.least += r.least.seconds;
  return l;
}

/// What the processor counted in each step, as a table for people.
template <class Net>
std::string counter_table(const LayerCounters<Net>& counters) {
  if (!counters.permitted()) return "counters: not permitted here\n";
  std::string text;
  std::size_t step = 0;
  for (const StepFacts& f : step_facts<Net>()) {
    const Counts& c = counters.counts(step++);
    char line[192];
    std::snprintf(line, sizeof line, "%-36.36s %12llu cycles %12llu instructions %10llu cache misses\n",
                  f.layer.c_str(), static_cast<unsigned long long>(c.cycles),
                  static_cast<unsigned long long>(c.instructions), static_cast<unsigned long long>(c.cache_misses));
    text += line;
  }
  return text;
}

/// The program: returns what `main` returns, 2 for wrong options.
template <class Net>
int benchmark_network(const char* name, int count, char** argument) try {
  const BenchmarkOptions o = benchmark_options({argument + 1, argument + count});
  if (o.help) return std::cout << impl::benchmark_usage, 0;
  Untrained<Net> net;
  LayerTimes<Net> times;
  std::vector<LayerRow> rows;
  const Latency l = measure_latency(net, o.seconds, times, rows);
  char line[256];
  std::snprintf(
      line, sizeof line,
      "%s: %.2f us (median of %zu), first %.2f, p99 %.2f, most %.2f; at the machine's limits %.2f: %.0f%%\n\n", name,
      l.median * 1e6, l.predictions, l.first * 1e6, l.p99 * 1e6, l.most * 1e6, l.least * 1e6, 100 * l.least / l.median);
  std::cout << line << layer_table(rows) << '\n';
  LayerCounters<Net> counters;
  net.inference().predict_with(counters, net.sample());
  std::cout << counter_table(counters);
  if (!o.trace.empty()) {
    TimeLine line_of_time;
    for (int i = 0; i < 10; ++i) net.inference().predict_with(line_of_time, net.sample());
    impl::write_file(o.trace, trace_json<Net>(line_of_time));
    std::cout << "time line: " << o.trace << '\n';
  }
  return 0;
} catch (const std::invalid_argument& e) {
  std::cerr << e.what() << "\n\n" << impl::benchmark_usage;
  return 2;
} catch (const std::exception& e) {
  std::cerr << e.what() << '\n';
  return 1;
}

}  // namespace profile
}  // namespace CINCEL_ISA
}  // namespace cincel

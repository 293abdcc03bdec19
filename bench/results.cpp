#include "results.hpp"

#include <cincel/core/isa.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <thread>

namespace bench {

namespace {

using Json = nlohmann::ordered_json;

/// The value behind "key" and a separator in a file of such lines; empty if there is none.
std::string value_in(const char* path, std::string_view key, char separator) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const std::size_t at = line.find(separator);
    if (at == std::string::npos || !line.starts_with(key)) continue;
    std::string value = line.substr(at + 1);
    std::erase(value, '"');
    const std::size_t first = value.find_first_not_of(" \t");
    return first == std::string::npos ? "" : value.substr(first);
  }
  return {};
}

std::string compiler() {
#if defined __clang__
  return "clang++ " + std::to_string(__clang_major__) + "." + std::to_string(__clang_minor__) + "." +
         std::to_string(__clang_patchlevel__);
#else
  return "g++ " + std::to_string(__GNUC__) + "." + std::to_string(__GNUC_MINOR__) + "." +
         std::to_string(__GNUC_PATCHLEVEL__);
#endif
}

const char* level() {
#if defined __AVX512F__
  return "x86-64-v4";
#elif defined __AVX2__
  return "x86-64-v3";
#elif defined __SSE4_2__
  return "x86-64-v2";
#elif defined __x86_64__
  return "x86-64";
#elif defined __aarch64__
  return "aarch64";
#else
  return "other";
#endif
}

std::string date() {
  const std::time_t t = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&t, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text;
}

Json header(const Origin& o, const profile::Caches& c) {
  const std::string processor = value_in("/proc/cpuinfo", "model name", ':');
  return {{"commit", o.commit},
          {"dirty", o.dirty},
          {"date", date()},
          {"processor", processor.empty() ? "unknown" : processor},
          {"cores", std::thread::hardware_concurrency()},
          {"caches", {{"l1d", c.l1}, {"l2", c.l2}, {"l3", c.l3}}},
          {"system", value_in("/etc/os-release", "PRETTY_NAME", '=')},
          {"compiler", compiler()},
          {"flags", CINCEL_BENCH_FLAGS},
          {"level", level()},
          {"lanes", cincel::native_pack::size},
          {"registers", cincel::register_count},
          {"command", o.command},
          {"quick", o.quick},
          {"counters", profile::HardwareCounters().permitted() ? "perf_event" : "not permitted here"}};
}

/// Median and quartiles; null if nothing was measured.
Json quartiles(std::vector<double> x, double unit) {
  std::erase_if(x, [](double v) { return !(v > 0); });
  if (x.empty()) return nullptr;
  for (double& v : x) v *= unit;
  return {{"median", profile::median(x)}, {"low", profile::quantile(x, 0.25)}, {"high", profile::quantile(x, 0.75)}};
}

Json limit(const char* name, const char* unit, const std::vector<double>& x) {
  Json j{{"name", name}, {"unit", unit}};
  j.update(quartiles(x, 1e-9));
  return j;
}

/// One after another, those that were measured.
Json limits_json(const std::vector<profile::Limits>& all) {
  Json list = Json::array();
  std::vector<double> x(all.size());
  std::transform(all.begin(), all.end(), x.begin(), [](const profile::Limits& l) { return l.flops; });
  list.push_back(limit("fma", "GFLOP/s", x));
  for (std::size_t i = 0; i < profile::level_count; ++i) {
    std::transform(all.begin(), all.end(), x.begin(), [i](const profile::Limits& l) { return l.read[i]; });
    list.push_back(limit(profile::level_names[i], "GB/s", x));
  }
  return list;
}

double rate(double amount, double nanoseconds) { return nanoseconds > 0 ? amount / nanoseconds : 0; }

Json layer_json(const profile::LayerRow& l) {
  const double ns = l.seconds * 1e9;
  return {{"layer", l.layer},
          {"kind", l.kind},
          {"implementation", l.implementation},
          {"time_ns", ns},
          {"flops", l.flops},
          {"bytes", l.bytes()},
          {"gflops", rate(l.flops, ns)},
          {"gbytes_per_s", rate(l.bytes(), ns)},
          {"limit", l.least.by_memory ? "memory" : "fma"},
          {"limit_share", l.share()}};
}

Json counters_json(const Row& r) {
  if (!r.counts) return nullptr;
  return {{"cycles", r.counts->cycles},
          {"instructions", r.counts->instructions},
          {"instructions_per_fma", r.flops > 0 ? Json(static_cast<double>(r.counts->instructions) * 2.0 *
                                                      static_cast<double>(cincel::native_pack::size) / r.flops)
                                               : Json(nullptr)},
          {"cache_misses", r.counts->cache_misses}};
}

Json row_json(const Row& r) {
  Json j{{"name", r.name},
         {"threads", r.threads},
         {"time_ns", r.median},
         {"times_ns", r.times},
         {"low_ns", r.low},
         {"high_ns", r.high},
         {"spread", r.spread()},
         {"noisy", r.is_noisy()},
         {"p99_ns", r.p99},
         {"max_ns", r.most},
         {"cold_ns", r.cold ? Json(*r.cold) : Json(nullptr)},
         {"first_ns", r.first},
         {"flops", r.flops},
         {"bytes", r.bytes},
         {"gflops", rate(r.flops, r.median)},
         {"gbytes_per_s", rate(r.bytes, r.median)},
         {"limit", r.by_memory ? "memory" : "fma"},
         {"limit_share", r.limit_share},
         {"repetitions", r.times.size()},
         {"counters", counters_json(r)},
         {"layers", Json::array()},
         {"peers", Json::array()}};
  for (const profile::LayerRow& l : r.layers) j["layers"].push_back(layer_json(l));
  for (const PeerRow& p : r.peers)
    j["peers"].push_back({{"peer", p.peer}, {"time_ns", p.median}, {"times_ns", p.times}, {"ratio", p.ratio}});
  return j;
}

}  // namespace

Json results_json(const Origin& origin, const std::vector<Row>& rows, const std::vector<profile::Limits>& limits,
                  const profile::LimitMeter& meter) {
  std::vector<double> frequency(21);
  for (double& f : frequency) f = profile::effective_frequency(static_cast<std::uint64_t>(std::time(nullptr)));
  // Each limit is measured at least once for the header, also where no row is held against it.
  std::vector<profile::Limits> all = limits;
  for (int i = 0; i < 3; ++i) all.push_back(meter.measure());
  Json j{{"schema", "cincel-bench/1"},
         {"header", header(origin, meter.caches())},
         {"limits", limits_json(all)},
         {"frequency_ghz", quartiles(frequency, 1e-9)},
         {"rows", Json::array()}};
  for (const Row& r : rows) j["rows"].push_back(row_json(r));
  return j;
}

void write_whole(const std::string& path, const std::string& text) {
  const std::string unfinished = path + ".new";
  errno = 0;
  {
    std::ofstream file(unfinished, std::ios::binary);
    file << text;
    file.close();
    if (!file) throw std::runtime_error(path + ": cannot be written: " + std::strerror(errno));
  }
  std::filesystem::rename(unfinished, path);
}

}  // namespace bench

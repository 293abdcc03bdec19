// The suite: Google Benchmark runs each case's repetitions and writes its own JSON; what is said of a case beside its
// time is written next to it.
#include "choices.hpp"
#include "measurement.hpp"
#include "results.hpp"

#include <benchmark/benchmark.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <regex>
#include <set>
#include <thread>

namespace bench {

namespace {

std::vector<Case>& all_cases() {
  static std::vector<Case> all;
  return all;
}

struct Options {
  std::string folder = "bench/results", filter = ".";
  int threads = 0;  // 0: one, and all cores where a case can use them
  std::vector<std::string> peers;
  std::string slowed;
  bool list = false;
  Origin origin;
};

/// Half of a case's rounds are measured in a first pass over all cases and half in a second one: a neighbour who is busy
/// for some seconds, or pages that lie badly, meet some rounds of a case and not all.
constexpr int sweeps = 2;

/// Prints a line per case as soon as it is complete.
class Progress : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>&) override {}
};

/// A case with a number of threads, while it is measured.
struct Entry {
  const Case* c;
  int threads;
  std::unique_ptr<Measurement> measurement;
};

std::string name_of(const Entry& e) {
  return e.c->name + (e.c->is_threaded ? "/threads:" + std::to_string(e.threads) : "");
}

/// "layer/conv3x3…" of "layer/conv3x3_64_64_56": a layer without its size; other names stay.
std::string family_of(const std::string& name) {
  if (!name.starts_with("layer/")) return name;
  return std::regex_replace(name, std::regex("(_[0-9]+)+"), "…");
}

std::vector<Entry> entries(const Options& o) {
  const std::regex filter(o.filter);
  std::vector<Entry> chosen;
  for (const Case& c : cases()) {
    if (!std::regex_search(c.name, filter)) continue;
    std::set<int> threads{1};
    if (c.is_threaded)
      threads =
          o.threads > 0 ? std::set{o.threads} : std::set{1, static_cast<int>(std::thread::hardware_concurrency())};
    for (const int t : threads) chosen.push_back({&c, t, nullptr});
  }
  if (chosen.empty()) {
    std::set<std::string> there;
    for (const Case& c : cases()) there.insert(family_of(c.name));
    std::string text = "--filter " + o.filter + " meets no row; there are";
    for (const std::string& name : there) text += "\n  " + name;
    throw CLI::ValidationError(text);
  }
  return chosen;
}

/// Rounds of a case: fewer where a run takes long, by its work at a rate that every machine has.
int repetitions_of(const Case& c, const Effort& effort) {
  constexpr double rate = 2e10;
  double flops = 0;
  for (const profile::Work& w : c.steps) flops += w.flops;
  return static_cast<int>(std::clamp(effort.patience * rate / (flops * c.units + 1), 5.0, double(effort.repetitions)));
}

std::vector<std::unique_ptr<Peer>> start_peers(const std::vector<std::string>& programs) {
  std::vector<std::unique_ptr<Peer>> peers;
  for (const std::string& p : programs) {
    try {
      peers.push_back(std::make_unique<Peer>(p));
      std::cout << "peer: " << peers.back()->name() << '\n';
    } catch (const std::runtime_error& e) {
      std::cout << "no peer: " << e.what() << '\n';
    }
  }
  return peers;
}

void print(const Row& r, std::size_t number, std::size_t count) {
  char line[320];
  std::snprintf(line, sizeof line,
                "[%zu/%zu] %-42s %d  %12.3f us  +-%4.1f%%  %8.1f GFLOP/s  %6.1f GB/s  %4.0f%% of %s%s", number, count,
                r.name.c_str(), r.threads, r.median * 1e-3, 50 * r.spread(), r.flops / r.median, r.bytes / r.median,
                100 * r.limit_share, r.by_memory ? "memory" : "fma", r.is_noisy() ? "  (noisy)" : "");
  std::cout << line;
  for (const PeerRow& p : r.peers) {
    std::snprintf(line, sizeof line, "  %s x %.2f", p.peer.c_str(), p.ratio);
    std::cout << line;
  }
  std::cout << std::endl;
}

/// Has Google Benchmark call measure(entry, end, state) for each round; `end` rounds are those of its sweep and before.
template <class Measure>
void register_rounds(std::vector<Entry>& chosen, const Effort& effort, const Measure& measure) {
  for (int sweep = 0; sweep < sweeps; ++sweep)
    for (Entry& e : chosen) {
      const int all = repetitions_of(*e.c, effort), first = all * sweep / sweeps, end = all * (sweep + 1) / sweeps;
      benchmark::RegisterBenchmark(name_of(e).c_str(), [&, end](benchmark::State& state) { measure(e, end, state); })
          ->Iterations(1)
          ->Repetitions(end - first)
          ->UseManualTime()
          ->Unit(benchmark::kMicrosecond);
    }
}

int run(const Options& o, const char* program) {
  std::vector<Entry> chosen = entries(o);
  if (o.list) {
    for (const Entry& e : chosen) std::cout << name_of(e) << '\n';
    return 0;
  }
  std::filesystem::create_directories(o.folder);
  Effort effort;
  if (o.origin.quick)
    effort = {.repetitions = 11, .patience = 2, .seconds = 0.003, .cold_runs = 2, .layer_predictions = 7};
  effort.slowed.name = o.slowed;
  const profile::LimitMeter meter;
  auto peers = start_peers(o.peers);
  std::vector<Row> rows;
  std::vector<profile::Limits> limits;
  std::size_t begun = 0;
  const auto measure = [&](Entry& e, int end, benchmark::State& state) {
    if (!e.measurement)
      e.measurement =
          std::make_unique<Measurement>(*e.c, e.threads, effort, repetitions_of(*e.c, effort), meter, peers);
    for (auto _ : state) state.SetIterationTime(e.measurement->repeat());
    if (e.measurement->is_complete()) {
      rows.push_back(e.measurement->finish(limits));
      e.measurement.reset();
      print(rows.back(), rows.size(), chosen.size());
    } else if (e.measurement->rounds() == end) {
      e.measurement->pause();
      std::cout << "first pass [" << ++begun << '/' << chosen.size() << "] " << e.c->name << std::endl;
    }
  };
  register_rounds(chosen, effort, measure);
  const std::string trend = o.folder + "/google_benchmark.json";
  std::string out = "--benchmark_out=" + trend, format = "--benchmark_out_format=json", name = program;
  char* arguments[] = {name.data(), out.data(), format.data(), nullptr};
  int count = 3;
  benchmark::Initialize(&count, arguments);
  Progress progress;
  benchmark::RunSpecifiedBenchmarks(&progress);
  write_whole(o.folder + "/latest.json", results_json(o.origin, rows, limits, meter).dump(1) + "\n");
  std::cout << told(choices_of(rows)) << o.folder << "/latest.json and google_benchmark.json are written\n";
  return 0;
}

}  // namespace

void add(Case c) { all_cases().push_back(std::move(c)); }

const std::vector<Case>& cases() {
  static const bool sorted = [] {
    std::sort(all_cases().begin(), all_cases().end(), [](const Case& a, const Case& b) { return a.name < b.name; });
    return true;
  }();
  (void)sorted;
  return all_cases();
}

}  // namespace bench

int main(int count, char** argument) {
  CLI::App app{"Measures Cincel's kernels and networks beside the limits of this machine."};
  bench::Options o;
  app.add_option("--folder", o.folder, "where the results go")->capture_default_str();
  app.add_option("--filter", o.filter, "a regular expression: rows whose name it meets")
      ->check([](const std::string& s) {
        try {
          std::regex r(s);
          return std::string();
        } catch (const std::regex_error& e) {
          return "\"" + s + "\" is no regular expression: " + e.what();
        }
      });
  app.add_option("--threads", o.threads, "threads of the rows that can use several; default: one, and all cores")
      ->check(CLI::Range(1, 1024));
  app.add_option("--peer", o.peers, "a program of peers/");
  app.add_flag("--quick", o.origin.quick, "fewer and shorter repetitions");
  app.add_option("--slow", o.slowed, "a row that takes 5 % longer on purpose, to try `compare`");
  app.add_flag("--list", o.list, "print the names of the rows");
  app.add_option("--commit", o.origin.commit, "for the header");
  app.add_option("--command", o.origin.command, "for the header");
  app.add_flag("--dirty", o.origin.dirty, "for the header");
  CLI11_PARSE(app, count, argument);
  try {
    return bench::run(o, argument[0]);
  } catch (const CLI::Error& e) {
    std::cerr << e.what() << '\n';
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "bench: " << e.what() << '\n';
    return 1;
  }
}

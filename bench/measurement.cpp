#include "measurement.hpp"

#include <algorithm>
#include <numeric>
#include <thread>

namespace bench {

namespace {

constexpr double nano = 1e9;

/// Blocks are so long that a clock's own 20 to 40 ns weigh less than 2 in a thousand.
constexpr double block_seconds = 20e-6;

/// FLOP/s of `threads` threads at once.
double flops_of_threads(int threads) {
  if (threads == 1) return profile::multiply_add_peak();
  std::vector<double> peaks(static_cast<std::size_t>(threads));
  std::vector<std::thread> all;
  for (double& p : peaks) all.emplace_back([&p] { p = profile::multiply_add_peak(); });
  for (std::thread& t : all) t.join();
  return std::accumulate(peaks.begin(), peaks.end(), 0.0);
}

bool uses(const Case& c, profile::Level l) {
  return std::any_of(c.steps.begin(), c.steps.end(),
                     [l](const profile::Work& w) { return w.bytes[static_cast<std::size_t>(l)] > 0; });
}

}  // namespace

Measurement::Measurement(const Case& c, int threads, const Effort& effort, int repetitions,
                         const profile::LimitMeter& meter, std::vector<std::unique_ptr<Peer>>& peers)
    : case_(c), effort_(effort), repetitions_(repetitions), meter_(meter), peers_(peers) {
  row_.name = c.name;
  row_.threads = threads;
  for (const profile::Work& w : c.steps) {
    row_.flops += w.flops;
    row_.bytes += w.all_bytes();
  }
}

/// Seconds of a unit, of so many runs together.
double Measurement::time(int runs) const {
  const double start = profile::now();
  task_.run(runs);
  if (case_.name == effort_.slowed.name) {
    const double end = profile::now() + effort_.slowed.share * (profile::now() - start);
    while (profile::now() < end) continue;
  }
  return (profile::now() - start) / (runs * case_.units);
}

void Measurement::prepare() {
  task_ = case_.prepare(row_.threads);
  const double first = nano * time(1);
  if (row_.times.empty()) row_.first = first;
  const double one = std::max(time(1) * case_.units, 1e-9);
  block_ = static_cast<int>(std::clamp(block_seconds / one, 1.0, 1e6));
  // What begins slowly (pages, clock, branches) is over.
  keep_running(effort_.seconds);
}

void Measurement::keep_running(double seconds) const {
  for (const double end = profile::now() + seconds; profile::now() < end;) time(block_);
}

/// Only what this case is held against.
profile::Limits Measurement::measure_limits() const {
  profile::Limits l;
  l.flops = flops_of_threads(row_.threads);
  for (std::size_t i = 0; i < profile::level_count; ++i)
    if (const auto level = static_cast<profile::Level>(i); uses(case_, level)) l.read[i] = meter_.read(level);
  return l;
}

/// Blocks for as long as a round takes; returns their median.
double Measurement::run_round() {
  std::vector<double> round;
  if (row_.threads > 1) keep_running(effort_.spread);
  const double end = profile::now() + effort_.seconds;
  do {
    round.push_back(time(block_));
  } while (profile::now() < end);
  blocks_.insert(blocks_.end(), round.begin(), round.end());
  return profile::median(round);
}

void Measurement::ask_peers(double seconds) {
  for (const auto& peer : peers_) {
    if (!peer->offers(row_.name)) continue;
    std::vector<double> times = peer->ask(row_.name, row_.threads, effort_.seconds);
    if (times.empty()) continue;
    auto at =
        std::find_if(row_.peers.begin(), row_.peers.end(), [&](const PeerRow& p) { return p.peer == peer->name(); });
    if (at == row_.peers.end()) at = row_.peers.insert(at, PeerRow{peer->name(), {}, {}, 0, 0});
    at->times.push_back(profile::median(times));
    at->ratios.push_back(nano * seconds / at->times.back());
  }
}

double Measurement::repeat() {
  if (!task_.run) prepare();
  limits_.push_back(measure_limits());
  const double seconds = run_round();
  row_.times.push_back(nano * seconds);
  double least = 0, moving = 0;
  for (const profile::Work& w : case_.steps) {
    const profile::LeastTime t = profile::least_time(w, limits_.back());
    least += t.seconds;
    moving += t.by_memory ? t.seconds : 0;
  }
  row_.by_memory = 2 * moving > least;
  shares_.push_back(least / seconds);
  ask_peers(seconds);
  return seconds;
}

Row Measurement::finish(std::vector<profile::Limits>& limits) {
  std::vector<double> sorted = row_.times;
  row_.median = profile::median(sorted);
  row_.low = profile::quantile(sorted, 0.25);
  row_.high = profile::quantile(sorted, 0.75);
  row_.p99 = nano * profile::quantile(blocks_, 0.99);
  row_.most = nano * *std::max_element(blocks_.begin(), blocks_.end());
  row_.limit_share = profile::median(shares_);
  for (PeerRow& p : row_.peers) {
    std::vector<double> x = p.times;
    p.median = profile::median(x);
    p.ratio = profile::median(p.ratios);
  }
  if (case_.has_cold_run) {
    std::vector<double> cold;
    for (int i = 0; i < effort_.cold_runs; ++i) {
      meter_.evict();
      cold.push_back(nano * time(1));
    }
    row_.cold = profile::median(cold);
  }
  if (counters_.permitted() && row_.threads == 1) {
    counters_.start();
    time(block_);
    const profile::Counts c = counters_.stop();
    const auto units = static_cast<std::uint64_t>(block_ * case_.units);
    row_.counts = {c.cycles / units, c.instructions / units, c.cache_misses / units};
  }
  if (task_.layers) row_.layers = task_.layers(effort_.layer_predictions, meter_.measure(), meter_.caches());
  limits.insert(limits.end(), limits_.begin(), limits_.end());
  task_ = {};
  return std::move(row_);
}

}  // namespace bench

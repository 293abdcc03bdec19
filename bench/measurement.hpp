// The measurement of one case: rounds of it, in turn with the limits of the machine and with the peers.
#pragma once

#include "peer.hpp"
#include "suite.hpp"

#include <cincel/profile/hardware_counters.hpp>

#include <memory>
#include <optional>

namespace bench {

/// Rows whose time is lengthened by a share on purpose, to see whether `compare` finds it.
struct Slowed {
  std::string name;  // empty: none
  double share = 0.05;
};

/// How long to measure.
struct Effort {
  int repetitions = 15;   // at most; each is a round of Cincel, the limits and the peers
  double patience = 20;   // seconds of all rounds together, by the work of a case: slow ones get fewer rounds
  double seconds = 0.03;  // that a round runs at the least
  double spread = 0.05;   // that several threads run before: woken onto one processor, they are spread by and by
  int cold_runs = 5;      // with empty caches
  Slowed slowed{};
  int layer_predictions = 21;  // of a network, for the times of its layers
};

/// What a peer took in the same rounds; nanoseconds of a unit.
struct PeerRow {
  std::string peer;
  std::vector<double> times, ratios;  // of each round; a ratio is Cincel's time over the peer's
  double median = 0, ratio = 0;
};

/// A row of the results; nanoseconds of a unit.
struct Row {
  std::string name;
  int threads = 1;
  std::vector<double> times;  // of each repetition, its median
  double median = 0, low = 0, high = 0, p99 = 0, most = 0, first = 0;
  std::optional<double> cold;
  double flops = 0, bytes = 0;
  bool by_memory = false;
  double limit_share = 0;
  std::optional<profile::Counts> counts;  // of a unit
  std::vector<profile::LayerRow> layers;
  std::vector<PeerRow> peers;

  double spread() const { return median > 0 ? (high - low) / median : 0; }
  /// The middle half of the repetitions lies within more than a twentieth of the median.
  bool is_noisy() const { return spread() > 0.05; }
};

/// Measures a case, one repetition at a time.
class Measurement {
 public:
  Measurement(const Case& c, int threads, const Effort& effort, int repetitions, const profile::LimitMeter& meter,
              std::vector<std::unique_ptr<Peer>>& peers);
  /// One round; returns the seconds that a unit took in it.
  double repeat();
  /// Gives back the memory of the task until the next round, so that a case can be measured at two times of a run.
  void pause() { task_ = {}; }
  int rounds() const { return static_cast<int>(row_.times.size()); }
  bool is_complete() const { return row_.times.size() == static_cast<std::size_t>(repetitions_); }
  /// The row, after the last repetition; gives back the memory of the task. All limits that were measured are added to
  /// `limits`.
  Row finish(std::vector<profile::Limits>& limits);

 private:
  void prepare();
  double time(int runs) const;
  profile::Limits measure_limits() const;
  double run_round();
  void keep_running(double seconds) const;
  void ask_peers(double seconds);

  const Case& case_;
  Effort effort_;
  int repetitions_;
  const profile::LimitMeter& meter_;
  std::vector<std::unique_ptr<Peer>>& peers_;
  Task task_;
  Row row_;
  int block_ = 1;               // runs that are timed together
  std::vector<double> blocks_;  // seconds of a unit, of all rounds
  std::vector<double> shares_;  // of each round
  std::vector<profile::Limits> limits_;
  profile::HardwareCounters counters_;
};

}  // namespace bench

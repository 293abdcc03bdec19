// What `fit` reports: a History, and progress on the terminal as Keras prints it.
#pragma once

#include <cincel/train/engine.hpp>

#include <unistd.h>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {

/// Means over one epoch. Validation figures are those after it; without validation data they are 0. An accuracy is NaN
/// where the loss knows none (a regression).
struct EpochLog {
  double loss = 0, accuracy = 0, val_loss = 0, val_accuracy = 0, seconds = 0;
};

/// One log an epoch.
using History = std::vector<EpochLog>;

/// `fit` met a number that is NaN or infinite: a weight, a loss, a gradient, a state, what an update made, or the
/// validation loss. The message names it. The model is as it was before that step; after a validation loss as it was
/// after the epoch, whose log is then the last one. `FitOptions::non_finite` permits such numbers.
class NonFiniteError : public std::runtime_error {
 public:
  NonFiniteError(const std::string& what, int epoch_number, std::int64_t step_number, History logs)
      : std::runtime_error(what), epoch(epoch_number), step(step_number), history(std::move(logs)) {}
  int epoch;          // counted from 1 in this call of `fit`; 0: before the first step
  std::int64_t step;  // counted from 1 in this epoch; of a validation loss the epoch's last one
  History history;    // of the epochs that are done, whose last may have the validation loss that is not finite
};

namespace impl {

/// Prints a line that is rewritten at each step on a terminal, and one line an epoch elsewhere.
class Progress {
 public:
  Progress(bool verbose, int epochs, std::int64_t steps) : verbose_(verbose), epochs_(epochs), steps_(steps) {}

  /// Ends a line that an exception left open.
  ~Progress() {
    if (open_) std::puts("");
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void begin(int epoch) {
    if (verbose_) std::printf("Epoch %d/%d\n", epoch + 1, epochs_);
    start_ = last_ = Clock::now();
  }
  void step(std::int64_t done, const BatchResult& r) {
    const bool due = Clock::now() - last_ > std::chrono::milliseconds(100);
    if (!verbose_ || !terminal_ || (!due && done != steps_)) return;
    last_ = Clock::now();
    print(done, r.accuracy(), r.mean_loss());
    std::fputs("   ", stdout);
    open_ = true;
    std::fflush(stdout);
  }
  void end(const EpochLog& log, bool validated) {
    if (!verbose_) return;
    print(steps_, log.accuracy, log.loss);
    if (validated && !std::isnan(log.val_accuracy)) std::printf(" - val_accuracy: %.4f", log.val_accuracy);
    if (validated) std::printf(" - val_loss: %.4f", log.val_loss);
    std::puts("");
    std::fflush(stdout);
    open_ = false;
  }
  double elapsed() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

 private:
  using Clock = std::chrono::steady_clock;

  void print(std::int64_t done, double accuracy, double loss) const {
    const auto bar = static_cast<int>(20 * done / steps_);
    std::string line;
    for (int i = 0; i < 20; ++i) line += i < bar ? "━" : "─";
    std::printf("%s%lld/%lld %s %.0fs %.0fms/step", terminal_ ? "\r" : "", static_cast<long long>(done),
                static_cast<long long>(steps_), line.c_str(), elapsed(), 1e3 * elapsed() / static_cast<double>(done));
    if (!std::isnan(accuracy)) std::printf(" - accuracy: %.4f", accuracy);
    std::printf(" - loss: %.4f", loss);
  }

  bool verbose_, terminal_ = isatty(1) != 0, open_ = false;
  int epochs_;
  std::int64_t steps_;
  Clock::time_point start_{}, last_{};
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

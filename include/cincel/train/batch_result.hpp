// What a loss says of one sample, and the sums over a batch or a data set.
#pragma once

#include <cincel/core/isa.hpp>

#include <cstdint>
#include <limits>

namespace cincel {
inline namespace CINCEL_ISA {

/// What one sample contributes: its loss, and the share of its targets that it got right.
struct SampleLoss {
  double loss = 0;
  double correct = 0;
};

/// Loss and accuracy over a batch or a data set: sums.
struct BatchResult {
  double loss = 0, correct = 0;  // sums over samples
  std::int64_t samples = 0;
  bool has_accuracy = true;  // false for losses that know no right and wrong, such as a regression's

  double mean_loss() const { return samples > 0 ? loss / static_cast<double>(samples) : 0; }
  /// The share that is right; NaN if the loss knows none.
  double accuracy() const {
    if (!has_accuracy) return std::numeric_limits<double>::quiet_NaN();
    return samples > 0 ? correct / static_cast<double>(samples) : 0;
  }
  void add(const SampleLoss& s) {
    loss += s.loss;
    correct += s.correct;
    ++samples;
  }
  void add(const BatchResult& other) {
    loss += other.loss;
    correct += other.correct;
    samples += other.samples;
    has_accuracy = has_accuracy && other.has_accuracy;
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

// Samples, cut into shards: what each thread takes at a time.
#pragma once

#include <cincel/core/isa.hpp>

#include <algorithm>
#include <cstdint>

namespace cincel {
inline namespace CINCEL_ISA {

/// Samples 0 … n - 1 in shards of neighbours, at most `most` of them. They depend on these numbers alone, so that sums
/// over a shard are the same on any number of threads.
class Shards {
 public:
  constexpr Shards(std::int64_t n, int most) : samples_(n), count_(static_cast<int>(std::min<std::int64_t>(n, most))) {}

  constexpr int count() const { return count_; }
  /// The first sample of shard `s`; of `count()` the number of samples.
  constexpr std::int64_t begin(int s) const { return samples_ * s / count_; }

 private:
  std::int64_t samples_;
  int count_;
};

}  // namespace CINCEL_ISA
}  // namespace cincel

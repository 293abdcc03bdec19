// Time, and what is said of many times of the same work.
#pragma once

#include <cincel/core/isa.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <span>

namespace cincel {
inline namespace CINCEL_ISA {
namespace profile {

/// Seconds of a clock that never goes back.
inline double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Between two runs of the same work: what was written before it is written, and nothing of what follows is known, so
/// that the compiler neither merges runs nor leaves one out.
inline void finish_run() { std::atomic_signal_fence(std::memory_order_seq_cst); }

/// The number below which a `share` in [0, 1] of `x` lies; of none 0. Reorders `x`.
inline double quantile(std::span<double> x, double share) {
  if (x.empty()) return 0;
  const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(x.size() - 1) + 0.5);
  std::nth_element(x.begin(), x.begin() + rank, x.end());
  return x[static_cast<std::size_t>(rank)];
}

/// The median; reorders `x`.
inline double median(std::span<double> x) { return quantile(x, 0.5); }

}  // namespace profile
}  // namespace CINCEL_ISA
}  // namespace cincel

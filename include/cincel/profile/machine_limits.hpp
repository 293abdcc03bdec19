// What one thread of this machine can do at most, to hold a figure against: multiply-adds in registers, and reading
// memory. No heap, so that a stand-alone program can measure its own limit.
#pragma once

#include <cincel/simd/pack.hpp>

#include <algorithm>
#include <chrono>
#include <span>

namespace machine {

inline double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// The median; reorders `x`.
inline double median(std::span<double> x) {
  const auto middle = x.begin() + static_cast<std::ptrdiff_t>(x.size() / 2);
  std::nth_element(x.begin(), middle, x.end());
  return *middle;
}

/// FLOP/s of independent multiply-adds in registers, over about a millisecond. Enough of them are under way to hide
/// their latency: 4 or 5 cycles on 2 units, or on 4 where there are 32 narrow registers.
inline double multiply_add_peak() {
  using P = cincel::native_pack;
  constexpr int chains = cincel::register_count > 16 ? 20 : 10, rounds = 100'000;
  P acc[chains];
  cincel::unroll<chains>([&](auto k) { acc[k()] = P(static_cast<float>(k())); });  // all different, or they merge
  const P scale(0.999f), one(1.0f);
  const double start = now();
  for (int i = 0; i < rounds; ++i)
    cincel::unroll<chains>([&](auto k) { acc[k()] = cincel::multiply_add(acc[k()], scale, one); });
  const double seconds = now() - start;
  float total = 0;
  cincel::unroll<chains>([&](auto k) { total += cincel::sum(acc[k()]); });
  const double flops = 2.0 * rounds * chains * static_cast<double>(P::size);
  return total > 0 ? flops / seconds : 0;  // the sum is read, so the work cannot be left out
}

/// Bytes a second of reading `x` front to back; for the bandwidth of memory give it much more than a cache holds.
inline double read_bandwidth(std::span<const float> x) {
  using P = cincel::native_pack;
  constexpr std::size_t step = 8 * P::size;
  P acc[8];
  cincel::unroll<8>([&](auto k) { acc[k()] = P(0.0f); });
  const double start = now();
  for (std::size_t i = 0; i + step <= x.size(); i += step)
    cincel::unroll<8>(
        [&](auto k) { acc[k()] = acc[k()] + cincel::load<P>(x.data() + i + static_cast<std::size_t>(k()) * P::size); });
  const double seconds = now() - start;
  float total = 0;
  cincel::unroll<8>([&](auto k) { total += cincel::sum(acc[k()]); });
  return total == total ? 4.0 * static_cast<double>(x.size()) / seconds : 0;
}

}  // namespace machine

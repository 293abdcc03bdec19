// What this machine can do at most, to hold a figure against: multiply-adds in registers, and reading memory. No heap,
// so that a stand-alone program can measure its own limit.
#pragma once

#include <cincel/profile/clock.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace profile {

/// FLOP/s of independent multiply-adds in registers of one thread, over about a millisecond. Enough of them are under
/// way to hide their latency: 4 or 5 cycles on 2 units, or on 4 where there are 32 narrow registers.
inline double multiply_add_peak() {
  using P = native_pack;
  constexpr int chains = register_count > 16 ? 20 : 10, rounds = 100'000;
  P acc[chains];
  unroll<chains>([&](auto k) { acc[k()] = P(static_cast<float>(k())); });  // all different, or they merge
  const P scale(0.999f), one(1.0f);
  const double start = now();
  for (int i = 0; i < rounds; ++i) unroll<chains>([&](auto k) { acc[k()] = multiply_add(acc[k()], scale, one); });
  const double seconds = now() - start;
  float total = 0;
  unroll<chains>([&](auto k) { total += sum(acc[k()]); });
  const double flops = 2.0 * rounds * chains * static_cast<double>(P::size);
  return total > 0 ? flops / seconds : 0;  // the sum is read, so the work cannot be left out
}

/// Bytes per second of reading `x` front to back `rounds` times; for the bandwidth of memory give it much more than a
/// cache holds.
inline double read_bandwidth(std::span<const float> x, int rounds = 1) {
  using P = native_pack;
  constexpr std::size_t step = 8 * P::size;
  P acc[8];
  unroll<8>([&](auto k) { acc[k()] = P(0.0f); });
  const double start = now();
  for (int r = 0; r < rounds; ++r)
    for (std::size_t i = 0; i + step <= x.size(); i += step)
      unroll<8>([&](auto k) { acc[k()] = acc[k()] + load<P>(x.data() + i + static_cast<std::size_t>(k()) * P::size); });
  const double seconds = now() - start;
  float total = 0;
  unroll<8>([&](auto k) { total += sum(acc[k()]); });
  return total == total ? 4.0 * static_cast<double>(x.size()) * rounds / seconds : 0;
}

/// Cycles per second, by a chain of additions and shifts that wait for each other: each takes a cycle on every x86. 0
/// on other processors, where they may be one instruction. `seed` is any number that the compiler does not know.
inline double effective_frequency([[maybe_unused]] std::uint64_t seed) {
#if defined __x86_64__
  constexpr int rounds = 200'000;
  std::uint64_t x = seed | 1;
  const double start = now();
  for (int i = 0; i < rounds; ++i) x += x >> 3;
  const double seconds = now() - start;
  return x != 0 ? 2.0 * rounds / seconds : 0;
#else
  return 0;
#endif
}

}  // namespace profile
}  // namespace CINCEL_ISA
}  // namespace cincel

// The limits of the machine together, and how far a piece of work is from them.
#pragma once

#include <cincel/profile/caches.hpp>
#include <cincel/profile/machine_limits.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {
namespace profile {

/// What holds numbers: the caches and, last, memory.
enum class Level : unsigned char { l1, l2, l3, memory };
inline constexpr std::size_t level_count = 4;
inline constexpr std::array<const char*, level_count> level_names{"l1", "l2", "l3", "memory"};

/// The smallest level that has room for twice this many bytes: beside them lies something else.
inline Level level_of(double bytes, const Caches& c) {
  const auto fits = [&](std::int64_t size) { return bytes <= 0.5 * static_cast<double>(size); };
  return fits(c.l1) ? Level::l1 : fits(c.l2) ? Level::l2 : fits(c.l3) ? Level::l3 : Level::memory;
}

/// FLOP/s and bytes per second of one thread.
struct Limits {
  double flops = 0;
  std::array<double, level_count> read{};
  double of(Level l) const { return read[static_cast<std::size_t>(l)]; }
};

/// The median of each.
inline Limits median_limits(std::span<const Limits> all) {
  std::vector<double> x(all.size());
  const auto median_by = [&](auto get) {
    std::transform(all.begin(), all.end(), x.begin(), get);
    return median(x);
  };
  Limits m;
  m.flops = median_by([](const Limits& l) { return l.flops; });
  for (std::size_t i = 0; i < level_count; ++i) m.read[i] = median_by([i](const Limits& l) { return l.read[i]; });
  return m;
}

/// Measures the limits, as often as wanted.
class LimitMeter {
 public:
  /// Memory beyond the caches is 256 MB, or four times the last cache, whatever is less: a virtual machine shows a cache
  /// that it shares.
  LimitMeter() : caches_(profile::caches()), memory_(floats_beyond(caches_), 1.0f) {}

  double flops() const { return multiply_add_peak(); }
  /// Reads at least 4 MB in all.
  double read(Level l) const {
    const std::array<std::int64_t, level_count> room{caches_.l1 / 2, caches_.l2 / 2, caches_.l3 / 4,
                                                     static_cast<std::int64_t>(sizeof(float) * memory_.size())};
    const auto bytes =
        (std::min)(static_cast<std::size_t>(room[static_cast<std::size_t>(l)]), sizeof(float) * memory_.size());
    const std::span<const float> x(memory_.data(), bytes / sizeof(float));
    if (l != Level::memory) read_bandwidth(x);  // brings it there
    return read_bandwidth(x, static_cast<int>((std::max<std::size_t>)(1, (std::size_t{4} << 20) / bytes)));
  }
  Limits measure() const { return {flops(), {read(Level::l1), read(Level::l2), read(Level::l3), read(Level::memory)}}; }
  const Caches& caches() const { return caches_; }
  /// Throws out of the caches what was used before.
  void evict() const { read_bandwidth(memory_); }

 private:
  static std::size_t floats_beyond(const Caches& c) {
    return static_cast<std::size_t>(std::clamp(4 * c.l3, std::int64_t{64_MiB}, std::int64_t{256_MiB})) / sizeof(float);
  }
  Caches caches_;
  std::vector<float> memory_;
};

/// Work, and where what it moves lies.
struct Work {
  double flops = 0;
  std::array<double, level_count> bytes{};
  double all_bytes() const { return bytes[0] + bytes[1] + bytes[2] + bytes[3]; }
};

/// The seconds that work takes at the least: the multiply-adds, or the reading, whatever takes longer.
struct LeastTime {
  double seconds = 0;
  bool by_memory = false;
};

inline LeastTime least_time(const Work& w, const Limits& limits) {
  double moving = 0;
  for (std::size_t i = 0; i < level_count; ++i) moving += w.bytes[i] > 0 ? w.bytes[i] / limits.read[i] : 0;
  const double computing = w.flops > 0 ? w.flops / limits.flops : 0;
  return {(std::max)(moving, computing), moving > computing};
}

}  // namespace profile
}  // namespace CINCEL_ISA
}  // namespace cincel

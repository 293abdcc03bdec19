// The processor's own counts of cycles, instructions and cache misses, where the kernel permits a program to read them.
#pragma once

#include <cincel/core/isa.hpp>

#include <array>
#include <cstdint>
#include <string>

#if defined __linux__ && __has_include(<linux/perf_event.h>)
#define CINCEL_HAS_PERF_EVENT 1
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace cincel {
inline namespace CINCEL_ISA {
namespace profile {

/// What was counted.
struct Counts {
  std::uint64_t cycles = 0, instructions = 0, cache_misses = 0;
};

/// Counts what the thread that made it does between `start` and `stop`, in user mode. Neither copied nor moved.
class HardwareCounters {
 public:
#if defined CINCEL_HAS_PERF_EVENT
  HardwareCounters()
      : files_{open(PERF_COUNT_HW_CPU_CYCLES), open(PERF_COUNT_HW_INSTRUCTIONS), open(PERF_COUNT_HW_CACHE_MISSES)} {}
  ~HardwareCounters() {
    for (const int f : files_)
      if (f >= 0) ::close(f);
  }
  void start() {
    for (const int f : files_) {
      if (f < 0) continue;
      ::ioctl(f, PERF_EVENT_IOC_RESET, 0);
      ::ioctl(f, PERF_EVENT_IOC_ENABLE, 0);
    }
  }
  /// Zeros where nothing can be counted.
  Counts stop() {
    std::array<std::uint64_t, 3> n{};
    for (std::size_t i = 0; i < files_.size(); ++i) {
      if (files_[i] < 0) continue;
      ::ioctl(files_[i], PERF_EVENT_IOC_DISABLE, 0);
      if (::read(files_[i], &n[i], sizeof n[i]) != sizeof n[i]) n[i] = 0;
    }
    return {n[0], n[1], n[2]};
  }
  /// Whether the kernel lets this program count.
  bool permitted() const { return files_[0] >= 0 && files_[1] >= 0; }

 private:
  static int open(std::uint64_t what) {
    perf_event_attr a{};
    a.type = PERF_TYPE_HARDWARE;
    a.size = sizeof a;
    a.config = what;
    a.disabled = 1;
    a.exclude_kernel = 1;
    a.exclude_hv = 1;
    return static_cast<int>(::syscall(SYS_perf_event_open, &a, 0, -1, -1, 0));
  }
  std::array<int, 3> files_;
#else
  HardwareCounters() = default;
  void start() {}
  Counts stop() { return {}; }
  bool permitted() const { return false; }
#endif

 public:
  HardwareCounters(const HardwareCounters&) = delete;
  HardwareCounters& operator=(const HardwareCounters&) = delete;
};

}  // namespace profile
}  // namespace CINCEL_ISA
}  // namespace cincel

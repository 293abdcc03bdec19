// Which processors threads may use. Linux has sets of them; elsewhere only their number is known.
#pragma once

#include <cincel/core/isa.hpp>

#ifdef __linux__
#include <pthread.h>
#include <sched.h>
#endif

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

#ifdef __linux__
/// The processors that the calling thread may use (its affinity, as `taskset` sets it).
class ProcessorSet {
 public:
  ProcessorSet() {
    // The kernel refuses a set that has no room for all processors of the machine.
    for (int room = 1024; room <= 1024 * 1024; room *= 2) {
      set_ = CPU_ALLOC(static_cast<std::size_t>(room));
      if (set_ == nullptr) return;
      size_ = CPU_ALLOC_SIZE(static_cast<std::size_t>(room));
      if (sched_getaffinity(0, size_, set_) == 0) return;
      CPU_FREE(set_);
      set_ = nullptr;
    }
  }
  ~ProcessorSet() {
    if (set_ != nullptr) CPU_FREE(set_);
  }
  ProcessorSet(const ProcessorSet&) = delete;
  ProcessorSet& operator=(const ProcessorSet&) = delete;

  /// How many they are, 0 if that is not known.
  int count() const { return set_ == nullptr ? 0 : CPU_COUNT_S(size_, set_); }
  void remove(int processor) {
    if (set_ != nullptr) CPU_CLR_S(static_cast<std::size_t>(processor), size_, set_);
  }
  /// A thread that may not be moved stays where it is.
  void give_to(std::thread& t) const {
#ifdef __ANDROID__
    static_cast<void>(t);  // has no such function
#else
    pthread_setaffinity_np(t.native_handle(), size_, set_);
#endif
  }

 private:
  cpu_set_t* set_ = nullptr;
  std::size_t size_ = 0;
};
#endif

/// How many processors the calling thread may use, at least 1.
inline int usable_processors() {
#ifdef __linux__
  if (const int n = ProcessorSet().count(); n > 0) return n;
#endif
  return (std::max)(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// The processor that the calling thread runs on, -1 if that is not known.
inline int this_processor() {
#ifdef __linux__
  return sched_getcpu();
#else
  return -1;
#endif
}

/// Keeps `threads` off `processor`, which their caller runs on, if it may use another one for each of them. A thread that
/// slept is often woken where its caller runs, and waits there until that has done its part: two threads take the time of
/// one.
inline void keep_off(int processor, std::vector<std::thread>& threads) {
#ifdef __linux__
  ProcessorSet set;
  if (set.count() <= static_cast<int>(threads.size())) return;
  set.remove(processor);
  for (std::thread& t : threads) set.give_to(t);
#else
  static_cast<void>(processor);
  static_cast<void>(threads);
#endif
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

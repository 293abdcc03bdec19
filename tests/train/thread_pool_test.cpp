// How many threads a pool has that is not told, and on which processors they run.
#include <doctest/doctest.h>

#include <cincel/training.hpp>

// What follows stands in for a function of glibc's.
#if defined(__linux__) && defined(__GLIBC__)

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <thread>
#include <vector>

using namespace cincel;

namespace {
/// So many processors a machine has for this thread; 0: those that it really has.
thread_local int pretended_processors = 0;

/// What a new thread makes of `f`.
template <class F>
int in_a_thread(F f) {
  int result = 0;
  std::thread([&] { result = f(); }).join();
  return result;
}
}  // namespace

/// As the kernel does it: a set without room for all processors is refused.
extern "C" int sched_getaffinity(pid_t thread, std::size_t size, cpu_set_t* set) noexcept {
  std::memset(set, 0, size);
  if (pretended_processors == 0) return syscall(SYS_sched_getaffinity, thread, size, set) < 0 ? -1 : 0;
  if (size * 8 < static_cast<std::size_t>(pretended_processors)) {
    errno = EINVAL;
    return -1;
  }
  for (int i = 0; i < pretended_processors; ++i) CPU_SET_S(static_cast<std::size_t>(i), size, set);
  return 0;
}

TEST_CASE("a pool of 0 threads has one for each processor that its thread may use") {
  cpu_set_t all;
  REQUIRE(sched_getaffinity(0, sizeof all, &all) == 0);
  CHECK(ThreadPool().size() == CPU_COUNT(&all));
  // One processor after another, alone and with the first.
  int first = -1;
  for (int i = 0; i < CPU_SETSIZE; ++i) {
    if (!CPU_ISSET(static_cast<std::size_t>(i), &all)) continue;
    if (first < 0) first = i;
    CHECK(in_a_thread([&] {
            cpu_set_t one;
            CPU_ZERO(&one);
            CPU_SET(static_cast<std::size_t>(i), &one);
            return sched_setaffinity(0, sizeof one, &one) == 0 ? ThreadPool(0).size() : 0;
          }) == 1);
    CHECK(in_a_thread([&] {
            cpu_set_t two;
            CPU_ZERO(&two);
            CPU_SET(static_cast<std::size_t>(first), &two);
            CPU_SET(static_cast<std::size_t>(i), &two);
            return sched_setaffinity(0, sizeof two, &two) == 0 ? ThreadPool(0).size() : 0;
          }) == (i == first ? 1 : 2));
  }
}

TEST_CASE("a pool of 0 threads has 1024 on larger machines, whatever their sets of processors need") {
  for (const int processors : {1, 3, 1024, 1025, 1500, 5000, 100'000}) {
    const auto size = [&](int threads) {
      return in_a_thread([&] {
        pretended_processors = processors;
        return ThreadPool(threads).size();
      });
    };
    CHECK(size(0) == std::min(processors, 1024));
    CHECK(size(-1) == std::min(processors, 1024));
    CHECK(size(7) == 7);
    CHECK(in_a_thread([&] {
            pretended_processors = processors;
            return impl::usable_processors();
          }) == processors);
  }
  CHECK(ThreadPool(1024).size() == 1024);
  CHECK_THROWS_WITH_AS(ThreadPool(1025), "threads: 1025 is more than 1024", std::invalid_argument);
}

namespace {
/// What the kernel says of the calling thread, for the first 1024 processors.
std::vector<int> processors_of_this_thread() {
  cpu_set_t set;
  std::vector<int> all;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return all;
  for (int i = 0; i < CPU_SETSIZE; ++i)
    if (CPU_ISSET(static_cast<std::size_t>(i), &set)) all.push_back(i);
  return all;
}

/// Runs a task on each of the pool's threads at once; what those beside the caller may use.
std::vector<std::vector<int>> processors_of(ThreadPool& pool) {
  std::vector<std::vector<int>> all(static_cast<std::size_t>(pool.size()));
  std::atomic<int> here{0};
  pool.run(pool.size(), [&](int, int worker) {
    for (++here; here < pool.size();) std::this_thread::yield();
    all[static_cast<std::size_t>(worker)] = processors_of_this_thread();
  });
  all.erase(all.begin());
  return all;
}

/// Moves the calling thread to `processor` and permits it all of `set` again; where it is then.
int move_to(int processor, const std::vector<int>& set) {
  cpu_set_t one, all;
  CPU_ZERO(&one);
  CPU_ZERO(&all);
  CPU_SET(static_cast<std::size_t>(processor), &one);
  for (const int p : set) CPU_SET(static_cast<std::size_t>(p), &all);
  REQUIRE(sched_setaffinity(0, sizeof one, &one) == 0);
  REQUIRE(sched_setaffinity(0, sizeof all, &all) == 0);
  return sched_getcpu();
}
}  // namespace

TEST_CASE("threads keep off the caller's processor, where there is one for each") {
  const std::vector<int> usable = processors_of_this_thread();
  if (usable.size() < 2) return;
  ThreadPool pool(2);
  for (const int processor : {usable[0], usable[1], usable[0]}) {
    // The kernel may move the caller while the pool runs: then again.
    for (int moved = 0; moved < 1000; ++moved) {
      const int before = move_to(processor, usable);
      const std::vector<std::vector<int>> others = processors_of(pool);
      if (before != processor || sched_getcpu() != processor) continue;
      std::vector<int> expected = usable;
      std::erase(expected, processor);
      CHECK(others == std::vector<std::vector<int>>{expected});
      break;
    }
  }
}

TEST_CASE("threads may use all processors, where there are fewer than threads") {
  const std::vector<int> usable = processors_of_this_thread();
  if (usable.empty() || usable.size() > 100) return;
  ThreadPool pool(static_cast<int>(usable.size()) + 1);
  for (const std::vector<int>& p : processors_of(pool)) CHECK(p == usable);
}

#endif

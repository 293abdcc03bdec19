// A small fixed pool of threads. Waiting threads spin briefly, because a step of training has many short phases,
// and then sleep.
#pragma once

#include <cincel/core/isa.hpp>
#include <cincel/run/processors.hpp>

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

namespace impl {

/// The threads of a pool and what they share. It stays where it is while the pool that owns it moves.
class Crew {
 public:
  Crew() = default;
  ~Crew() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
      generation_.fetch_add(1, std::memory_order_release);
    }
    wake_.notify_all();
    for (std::thread& t : threads_) t.join();
  }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  /// Starts `n` threads beside the caller. Throws std::runtime_error if the system does not give that many; those that
  /// run already end with the crew.
  void start(int n) try {
    threads_.reserve(static_cast<std::size_t>(n));
    for (int i = 1; i <= n; ++i) threads_.emplace_back([this, i] { work(i); });
  } catch (const std::system_error& e) {
    throw std::runtime_error("threads: only " + std::to_string(threads_.size() + 1) + " of " + std::to_string(n + 1) +
                             " could be started: " + e.code().message());
  }

  /// Whether the threads run in this process: after a fork the child has the crew's memory, but no thread of it.
  bool survives() const { return owner_ == getpid(); }

  void run(int n, const std::function<void(int, int)>& task) {
    task_ = &task;
    count_ = n;
    failed_at_ = n;
    failed_.store(false, std::memory_order_relaxed);
    next_.store(0, std::memory_order_relaxed);
    busy_.store(static_cast<int>(threads_.size()), std::memory_order_relaxed);
    leave_processor_to_caller();
    {
      const std::lock_guard lock(mutex_);
      generation_.fetch_add(1, std::memory_order_release);
    }
    wake_.notify_all();
    take(0);
    for (int spin = 0; busy_.load(std::memory_order_acquire) != 0;)
      if (++spin > spins) std::this_thread::yield();
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
  }

 private:
  static constexpr int spins = 20000;

  void leave_processor_to_caller() {
    const int here = this_processor();
    if (here == callers_ || here < 0) return;
    callers_ = here;
    keep_off(here, threads_);
  }

  /// After an exception nobody begins another task. Tasks are begun in order, so all that stand before one that throws
  /// have been begun, and the first of those that throw is known whatever the threads' speed.
  void take(int worker) {
    while (!failed_.load(std::memory_order_relaxed)) {
      const int i = next_.fetch_add(1);
      if (i >= count_) return;
      try {
        (*task_)(i, worker);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        if (i < failed_at_) {
          failed_at_ = i;
          error_ = std::current_exception();
        }
        failed_.store(true, std::memory_order_relaxed);
      }
    }
  }

  void work(int worker) {
    std::uint64_t seen = 0;
    for (;;) {
      for (int spin = 0; spin < spins && generation_.load(std::memory_order_acquire) == seen; ++spin) {
      }
      if (generation_.load(std::memory_order_acquire) == seen) {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return generation_.load(std::memory_order_acquire) != seen; });
      }
      seen = generation_.load(std::memory_order_acquire);
      if (stop_) return;
      take(worker);
      busy_.fetch_sub(1, std::memory_order_release);
    }
  }

  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::atomic<std::uint64_t> generation_{0};
  std::atomic<int> next_{0}, busy_{0};
  std::atomic<bool> failed_{false};
  const std::function<void(int, int)>* task_ = nullptr;
  int count_ = 0, failed_at_ = 0;
  int callers_ = -1;  // the processor that the threads are kept off
  std::exception_ptr error_;
  bool stop_ = false;
  const pid_t owner_ = getpid();
};

}  // namespace impl

/// Runs tasks on a fixed number of threads, which are started when they are first needed. A copy has threads of its
/// own; in the child of a `fork` the pool starts new ones. Where the caller may use as many processors as the pool has
/// threads, the others keep off the one that it runs on (on Linux).
class ThreadPool {
 public:
  /// `threads` workers, the caller among them; 0: one for each processor that the calling thread may use (its affinity,
  /// as `taskset` sets it), at most 1024. Throws std::invalid_argument for more than 1024.
  explicit ThreadPool(int threads = 0) : size_(threads) {
    if (size_ <= 0) size_ = (std::min)(impl::usable_processors(), most_threads);
    if (size_ > most_threads)
      throw std::invalid_argument("threads: " + std::to_string(size_) + " is more than " +
                                  std::to_string(most_threads));
  }
  ~ThreadPool() { leave(); }
  ThreadPool(const ThreadPool& other) : size_(other.size_) {}
  ThreadPool(ThreadPool&& other) noexcept : size_(other.size_), crew_(std::move(other.crew_)) {}
  ThreadPool& operator=(ThreadPool other) noexcept {
    std::swap(size_, other.size_);
    std::swap(crew_, other.crew_);
    return *this;
  }

  int size() const { return size_; }

  /// Calls task(i, worker) for i in [0, n), each once, on any worker, and returns when all are done. What the tasks
  /// compute must not depend on which worker takes them. If tasks throw, the exception of the first of them (by i)
  /// comes out when no task runs any more; tasks behind it may not have been called. Throws std::runtime_error if the
  /// threads cannot be started.
  void run(int n, const std::function<void(int, int)>& task) {
    if (size_ == 1 || n <= 1) {
      for (int i = 0; i < n; ++i) task(i, 0);
      return;
    }
    if (crew_ == nullptr || !crew_->survives()) begin();
    crew_->run(n, task);
  }

 private:
  static constexpr int most_threads = 1024;

  // What is done once is not part of every call's code.

  /// Starts the threads.
  [[gnu::noinline]] void begin() {
    leave();
    auto crew = std::make_unique<impl::Crew>();
    crew->start(size_ - 1);
    crew_ = std::move(crew);
  }
  /// Ends the threads; those of a parent process are not this one's to end, and their memory is left as it lies.
  [[gnu::noinline]] void leave() noexcept {
    impl::Crew* const crew = crew_.release();
    if (crew != nullptr && crew->survives()) delete crew;
  }

  int size_;
  std::unique_ptr<impl::Crew> crew_;
};

}  // namespace CINCEL_ISA
}  // namespace cincel

// A small fixed pool of threads. Waiting threads spin briefly, because a step of training has many short phases,
// and then sleep.
#pragma once

#include <cincel/core/isa.hpp>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace cincel::inline CINCEL_ISA {

class ThreadPool {
 public:
  /// `threads` workers, the caller among them; 0: one for each processor that this process may use.
  explicit ThreadPool(int threads = 0) {
    if (threads <= 0) threads = static_cast<int>(std::thread::hardware_concurrency());
    if (threads < 1) threads = 1;
    if (threads > most_threads)
      throw std::invalid_argument("threads: " + std::to_string(threads) + " is more than " +
                                  std::to_string(most_threads));
    threads_.reserve(static_cast<std::size_t>(threads));
    for (int i = 1; i < threads; ++i) threads_.emplace_back([this, i] { work(i); });
  }
  ~ThreadPool() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
      generation_.fetch_add(1, std::memory_order_release);
    }
    wake_.notify_all();
    for (std::thread& t : threads_) t.join();
  }
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int size() const { return static_cast<int>(threads_.size()) + 1; }

  /// Calls task(i, worker) for i in [0, n), each once, on any worker, and returns when all are done. What the tasks
  /// compute must not depend on which worker takes them. Tasks do not throw.
  void run(int n, const std::function<void(int, int)>& task) {
    if (threads_.empty() || n <= 1) {
      for (int i = 0; i < n; ++i) task(i, 0);
      return;
    }
    task_ = &task;
    count_ = n;
    next_.store(0, std::memory_order_relaxed);
    busy_.store(static_cast<int>(threads_.size()), std::memory_order_relaxed);
    {
      const std::lock_guard lock(mutex_);
      generation_.fetch_add(1, std::memory_order_release);
    }
    wake_.notify_all();
    take(0);
    for (int spin = 0; busy_.load(std::memory_order_acquire) != 0;)
      if (++spin > spins) std::this_thread::yield();
  }

 private:
  static constexpr int spins = 20000, most_threads = 1024;

  void take(int worker) {
    for (int i = next_.fetch_add(1); i < count_; i = next_.fetch_add(1)) (*task_)(i, worker);
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
  const std::function<void(int, int)>* task_ = nullptr;
  int count_ = 0;
  bool stop_ = false;
};

}  // namespace cincel::inline CINCEL_ISA

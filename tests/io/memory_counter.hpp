// Counts the bytes that operator new has given and not got back. Included once a program.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace memory_counter {

inline constexpr std::size_t no_limit = static_cast<std::size_t>(-1);
inline std::atomic<std::size_t> now{0}, most{0}, limit{no_limit};  // beyond the limit there is no memory
inline constexpr std::size_t room = 64;  // before each block: its size, and room for every alignment

inline void* take(std::size_t n) {
  if (now + n > limit) throw std::bad_alloc();
  void* block = std::aligned_alloc(room, (n + 2 * room - 1) / room * room);
  if (block == nullptr) throw std::bad_alloc();
  *static_cast<std::size_t*>(block) = n;
  const std::size_t all = now += n;
  for (std::size_t old = most; old < all && !most.compare_exchange_weak(old, all);) {
  }
  return static_cast<char*>(block) + room;
}
inline void give(void* p) {
  if (p == nullptr) return;
  void* block = static_cast<char*>(p) - room;
  now -= *static_cast<std::size_t*>(block);
  std::free(block);
}

}  // namespace memory_counter

void* operator new(std::size_t n) { return memory_counter::take(n); }
void* operator new(std::size_t n, std::align_val_t) { return memory_counter::take(n); }
void operator delete(void* p) noexcept { memory_counter::give(p); }
void operator delete(void* p, std::size_t) noexcept { memory_counter::give(p); }
void operator delete(void* p, std::align_val_t) noexcept { memory_counter::give(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { memory_counter::give(p); }

/// The most bytes that f had at a time, beyond what there was before.
template <class F>
std::size_t most_memory_of(F f) {
  const std::size_t before = memory_counter::now;
  memory_counter::most = before;
  f();
  return memory_counter::most - before;
}

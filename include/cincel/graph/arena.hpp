// Where buffers lie in one arena: those alive at the same time never overlap.
#pragma once

#include <cincel/core/list.hpp>

#include <cstdint>

namespace cincel {

/// A buffer of `size` floats that is alive from step `first` to step `last`; `offset` is what the plan decides.
struct Interval {
  std::int64_t size = 0;
  int first = 0, last = 0;
  std::int64_t offset = 0;
};

/// Floats of 64 bytes: every buffer begins on a cache line.
inline constexpr std::int64_t arena_alignment = 16;

[[gnu::always_inline]] constexpr std::int64_t round_up(std::int64_t n, std::int64_t multiple) {
  return (n + multiple - 1) / multiple * multiple;
}

namespace detail {

/// Numbers of those in `x` that have a size, larger ones first; a merge sort, so that it is stable and n log n.
constexpr list<int> by_size(const list<Interval>& x) {
  list<int> a;
  for (int i = 0; i < x.size(); ++i)
    if (x[i].size > 0) a.push_back(i);
  const int n = a.size();
  list<int> b(n, 0);
  for (int run = 1; run < n; run *= 2) {
    for (int low = 0; low < n; low += 2 * run) {
      const int middle = low + run < n ? low + run : n;
      const int high = low + 2 * run < n ? low + 2 * run : n;
      for (int i = low, l = low, r = middle; i < high; ++i)
        b[i] = r >= high || (l < middle && x[a[l]].size >= x[a[r]].size) ? a[l++] : a[r++];
    }
    list<int> swap = static_cast<list<int>&&>(a);
    a = static_cast<list<int>&&>(b);
    b = static_cast<list<int>&&>(swap);
  }
  return a;
}

}  // namespace detail

/// Decides every offset, larger buffers first, each in the lowest gap between those alive with it; returns the
/// size of the arena in floats. (Greedy by size: Pisarchyk and Lee 2020.)
constexpr std::int64_t plan_arena(list<Interval>& buffers) {
  std::int64_t total = 0;
  list<int> placed;  // sorted by offset
  for (const int i : detail::by_size(buffers)) {
    Interval& b = buffers[i];
    const std::int64_t size = round_up(b.size, arena_alignment);
    std::int64_t at = 0;
    for (const int k : placed) {
      const Interval& other = buffers[k];
      if (other.last < b.first || b.last < other.first) continue;
      if (at + size <= other.offset) break;
      const std::int64_t end = other.offset + round_up(other.size, arena_alignment);
      if (end > at) at = end;
    }
    b.offset = at;
    if (at + size > total) total = at + size;
    placed.push_back(i);
    for (int k = placed.size() - 1; k > 0 && buffers[placed[k - 1]].offset > at; --k) {
      placed[k] = placed[k - 1];
      placed[k - 1] = i;
    }
  }
  return total;
}

/// The least that any plan needs: the largest sum of what is alive at one step.
constexpr std::int64_t arena_lower_bound(const list<Interval>& buffers) {
  int steps = 0;
  for (const Interval& b : buffers) steps = b.last >= steps ? b.last + 1 : steps;
  list<std::int64_t> change(steps + 1, 0);  // of what is alive, at the begin of each step
  for (const Interval& b : buffers) {
    const std::int64_t size = round_up(b.size, arena_alignment);
    if (size == 0) continue;
    change[b.first] += size;
    change[b.last + 1] -= size;
  }
  std::int64_t bound = 0, alive = 0;
  for (const std::int64_t c : change) {
    alive += c;
    bound = alive > bound ? alive : bound;
  }
  return bound;
}

}  // namespace cincel

// Where buffers lie in one arena: those alive at the same time never overlap.
#pragma once

#include <cincel/core/list.hpp>
#include <cincel/core/round_up.hpp>

#include <cstdint>

namespace cincel {

/// A buffer of `size` bytes that is alive from step `first` to step `last`; `offset` is what the plan decides.
struct Interval {
  std::int64_t size = 0;
  int first = 0, last = 0;
  std::int64_t offset = 0;
};

/// In bytes: every buffer begins on a cache line.
inline constexpr std::int64_t arena_alignment = 64;

namespace detail {

/// The numbers `a` of intervals in `x`, larger ones first; a merge sort, so that it is stable and n log n.
constexpr list<int> by_size(const list<Interval>& x, list<int> a) {
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

/// Which of the buffers that have a place are alive when: lists by step, as links, so that few are looked at.
class Occupancy {
 public:
  constexpr explicit Occupancy(int steps) : alive_(steps, -1), begins_(steps, -1) {}

  /// Numbers of those whose life meets that of `b`, by their offsets.
  constexpr list<int> around(const list<Interval>& buffers, const Interval& b) const {
    list<int> neighbours;
    collect(neighbours, buffers, alive_[b.first]);
    for (int t = b.first + 1; t <= b.last; ++t) collect(neighbours, buffers, begins_[t]);
    return neighbours;
  }
  constexpr void add(int number, const Interval& b) {
    push(begins_[b.first], number);
    for (int t = b.first; t <= b.last; ++t) push(alive_[t], number);
  }

 private:
  struct Link {
    int number = 0, next = -1;
  };
  constexpr void push(int& head, int number) {
    links_.push_back({number, head});
    head = links_.size() - 1;
  }
  constexpr void collect(list<int>& neighbours, const list<Interval>& buffers, int link) const {
    for (; link >= 0; link = links_[link].next) {
      const int number = links_[link].number;
      neighbours.push_back(number);
      for (int k = neighbours.size() - 1; k > 0 && buffers[neighbours[k - 1]].offset > buffers[number].offset; --k) {
        neighbours[k] = neighbours[k - 1];
        neighbours[k - 1] = number;
      }
    }
  }

  list<int> alive_, begins_;
  list<Link> links_;
};

/// Those alive at step `middle` of `steps`, one above another in the order of their births; no plan can do with less for
/// them. What is left for the others lies above, at every step.
class Stack {
 public:
  constexpr Stack(list<Interval>& buffers, int steps, int middle)
      : middle_(middle < steps ? middle : -1), height_(steps, 0) {
    if (middle_ < 0) return;
    list<int> born(steps, -1), next(buffers.size(), -1);
    for (int i = buffers.size(); i-- > 0;)
      if (holds(buffers[i])) {
        next[i] = born[buffers[i].first];
        born[buffers[i].first] = i;
      }
    std::int64_t top = 0;
    for (int t = 0; t <= middle_; ++t) {
      for (int i = born[t]; i >= 0; i = next[i]) {
        Interval& b = buffers[i];
        b.offset = top;
        top += round_up(b.size, arena_alignment);
        if (b.last > middle_) height_[b.last] = top > height_[b.last] ? top : height_[b.last];
      }
      height_[t] = top;
    }
    for (int t = steps - 2; t > middle_; --t) height_[t] = height_[t + 1] > height_[t] ? height_[t + 1] : height_[t];
  }
  /// Numbers of the buffers that have a size and are not in the stack.
  constexpr list<int> others(const list<Interval>& buffers) const {
    list<int> numbers;
    numbers.reserve(buffers.size());
    for (int i = 0; i < buffers.size(); ++i)
      if (buffers[i].size > 0 && !holds(buffers[i])) numbers.push_back(i);
    return numbers;
  }
  /// Where the room for `b`, which it does not hold, begins.
  constexpr std::int64_t floor_of(const Interval& b) const { return height_[b.last < middle_ ? b.last : b.first]; }
  constexpr std::int64_t size() const { return middle_ < 0 ? 0 : height_[middle_]; }

 private:
  constexpr bool holds(const Interval& b) const { return b.first <= middle_ && middle_ <= b.last && b.size > 0; }

  int middle_;
  list<std::int64_t> height_;
};

}  // namespace detail

/// The least that any plan needs: the largest sum of what is alive at one of `steps` steps.
constexpr std::int64_t arena_lower_bound(const list<Interval>& buffers, int steps) {
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

namespace detail {

constexpr std::int64_t end_of(const Interval& b) { return b.offset + round_up(b.size, arena_alignment); }

/// The lowest place from `floor` on for `size` bytes between the buffers `neighbours`, which are in order of their offsets.
constexpr std::int64_t lowest_gap(const list<Interval>& buffers, const list<int>& neighbours, std::int64_t size,
                                  std::int64_t floor) {
  std::int64_t at = floor;
  for (const int k : neighbours) {
    if (at + size <= buffers[k].offset) break;
    if (end_of(buffers[k]) > at) at = end_of(buffers[k]);
  }
  return at;
}
/// The highest place that ends at `cap` or before; the lowest one if there is none.
constexpr std::int64_t highest_gap(const list<Interval>& buffers, const list<int>& neighbours, std::int64_t size,
                                   std::int64_t cap) {
  std::int64_t end = 0, at = -1;
  for (const int k : neighbours) {
    if (buffers[k].offset - end >= size && buffers[k].offset <= cap) at = buffers[k].offset - size;
    if (end_of(buffers[k]) > end) end = end_of(buffers[k]);
  }
  if (cap - end >= size) at = cap - size;
  return at >= 0 ? at : lowest_gap(buffers, neighbours, size, 0);
}

/// Larger buffers first, each in the lowest gap between those alive with it. (Greedy by size: Pisarchyk and Lee 2020.)
constexpr std::int64_t place_by_size(list<Interval>& buffers, int steps, int middle) {
  const Stack stack(buffers, steps, middle);
  std::int64_t total = stack.size();
  Occupancy occupancy(steps);
  for (const int i : by_size(buffers, stack.others(buffers))) {
    Interval& b = buffers[i];
    const std::int64_t size = round_up(b.size, arena_alignment);
    b.offset = lowest_gap(buffers, occupancy.around(buffers, b), size, stack.floor_of(b));
    if (b.offset + size > total) total = b.offset + size;
    occupancy.add(i, b);
  }
  return total;
}

/// In the order of the buffers, every second one from `cap` downwards: a value and the next one stand at both ends.
constexpr std::int64_t place_in_turn(list<Interval>& buffers, int steps, std::int64_t cap) {
  std::int64_t total = 0;
  Occupancy occupancy(steps);
  bool high = false;
  for (int i = 0; i < buffers.size(); ++i) {
    Interval& b = buffers[i];
    if (b.size == 0) continue;
    const std::int64_t size = round_up(b.size, arena_alignment);
    const list<int> neighbours = occupancy.around(buffers, b);
    b.offset = high ? highest_gap(buffers, neighbours, size, cap) : lowest_gap(buffers, neighbours, size, 0);
    if (b.offset + size > total) total = b.offset + size;
    occupancy.add(i, b);
    high = !high;
  }
  return total;
}

}  // namespace detail

/// Decides every offset of buffers that live within `steps` steps, and returns the size of the arena in bytes: by size, or in turn where that is smaller. Where
/// most buffers meet at one step, as in training at the loss, those alive at that step, `middle`, are stacked first.
constexpr std::int64_t plan_arena(list<Interval>& buffers, int steps, int middle = -1) {
  const std::int64_t total = detail::place_by_size(buffers, steps, middle);
  if (middle >= 0) return total;
  const std::int64_t bound = arena_lower_bound(buffers, steps);
  if (total == bound) return total;
  list<Interval> other = buffers;
  const std::int64_t in_turn = detail::place_in_turn(other, steps, bound);
  if (in_turn >= total) return total;
  buffers = static_cast<list<Interval>&&>(other);
  return in_turn;
}

}  // namespace cincel

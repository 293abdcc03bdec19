// From the gradients of shards to the gradient of the batch: all are added in a fixed order.
#pragma once

#include <cincel/run/thread_pool.hpp>
#include <cincel/train/training_memory.hpp>

#include <algorithm>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// to += from, from = 0.
template <class T>
void move_sum(T* from, T* to, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    to[i] += from[i];
    from[i] = T(0);
  }
}

/// Adds what lies [channels][reduction] to what lies [reduction][channels].
template <class T>
void add_transposed(const T* from, std::int64_t n, std::int64_t channels, T* to) {
  const std::int64_t reduction = n / channels;
  for (std::int64_t i = 0; i < reduction; ++i)
    for (std::int64_t k = 0; k < channels; ++k) to[i * channels + k] += from[k * reduction + i];
}

/// `n` numbers of the first shard's gradient from `at` on, to which the other shards' are added.
template <class Memory>
const typename Memory::T* sum_of_shards(Memory& m, std::int64_t at, std::int64_t n) {
  auto* const first = m.of_shard(0) + at;
  for (int s = 1; s < m.shards; ++s) {
    const auto* const from = m.of_shard(s) + at;
    for (std::int64_t i = 0; i < n; ++i) first[i] += from[i];
  }
  return first;
}

/// Adds the shards' places for parameter `p` to its gradient. Each place is read here only.
template <class Net, class Memory>
void reduce_parameter(Memory& m, std::size_t p) {
  using T = typename Memory::T;
  using Gradients = typename Memory::Gradients;
  const Param& parameter = graph_of<Net>.params[p];
  const auto number = static_cast<int>(p);
  const std::int64_t n = parameter.shape.volume(), at = Memory::layout[p];
  T* const to = m.gradient.data() + at;
  if (Gradients::is_plain[p])
    std::copy_n(sum_of_shards(m, at, n), n, to);
  else
    std::fill_n(to, n, T(0));
  for (const auto& t : Gradients::transposed)
    if (t.parameter == p) add_transposed(sum_of_shards(m, t.at, n), n, t.channels, to);
  for (const auto& use : Gradients::later_uses)
    if (use.first <= number && number < use.end) {
      const T* from = sum_of_shards(m, use.place_of(p), n);
      for (std::int64_t i = 0; i < n; ++i) to[i] += from[i];
    }
  if (!parameter.trainable) std::fill_n(to, n, T(0));  // sums for a state are no gradient
}

/// Makes the gradient of the batch. The first shard keeps the sums over all shards, which states are made from.
template <class Net, class Memory>
void reduce(Memory& m, ThreadPool& pool) {
  if (m.sets_aside())
    pool.run(m.shards, [&](int s, int) { move_sum(m.set_aside_of(s), m.of_shard(s), Memory::shard_size); });
  pool.run(static_cast<int>(graph_of<Net>.params.size()),
           [&](int p, int) { reduce_parameter<Net>(m, static_cast<std::size_t>(p)); });
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

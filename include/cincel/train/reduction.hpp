// From the gradients of shards to the gradient of the batch: all are added in a fixed order.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/kernels/transpose_matrix.hpp>
#include <cincel/run/thread_pool.hpp>
#include <cincel/train/training_memory.hpp>

#include <algorithm>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// to += from, from = 0.
template <class T>
void move_sum(T* from, T* to, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) {
    to[i] += from[i];
    from[i] = T(0);
  }
}

/// `n` numbers of the first shard's gradient from `at` on, to which the other shards' are added, some at a time, so that
/// they stay in a first-level cache.
template <class Memory>
const typename Memory::T* sum_of_shards(Memory& m, std::int64_t at, std::int64_t n) {
  constexpr std::int64_t at_once = 1024;
  auto* const first = m.of_shard(0) + at;
  for (std::int64_t k = 0; k < n; k += at_once) {
    const std::int64_t end = (std::min)(k + at_once, n);
    for (int s = 1; s < m.shards; ++s) {
      const auto* const from = m.of_shard(s) + at;
      for (std::int64_t i = k; i < end; ++i) first[i] += from[i];
    }
  }
  return first;
}

/// The sums over the shards of `n` numbers from `at` on: put(number, sum).
template <class Memory, class Put>
void for_sums(Memory& m, std::int64_t at, std::int64_t n, Put put) {
  const auto* const sum = sum_of_shards(m, at, n);
  for (std::int64_t i = 0; i < n; ++i) put(i, sum[i]);
}

/// The same of channels `first` to `end` - 1 of what lies [channels][reduction], for a result `to` that lies
/// [reduction][channels]: it is written, or, if Add, added to. Whole cache lines of it are made at a time.
template <bool Add, class Memory, class Transposed, class T>
void put_transposed_sums(Memory& m, const Transposed& t, std::int64_t n, std::int64_t first, std::int64_t end, T* to) {
  constexpr std::int64_t line = 16;
  const std::int64_t reduction = n / t.channels;
  for (std::int64_t k = first; k < end; k += line) {
    const std::int64_t channels = (std::min)(end - k, line);
    const T* const sum = sum_of_shards(m, t.at + k * reduction, channels * reduction);
    kernels::transpose_matrix<Add>(kernels::MatrixView<const T>{sum, channels, reduction, reduction}, to + k,
                                   t.channels);
  }
}

/// How many threads may make parts of the gradient of parameter `p`: some where all of it comes from one place, none
/// where it is made for the whole batch.
template <class Net, class Gradients>
constexpr int parts_of_parameter(int p) {
  constexpr std::int64_t part = 1 << 16;
  int places = Gradients::is_plain[p] ? 1 : 0;
  for (const auto& t : Gradients::transposed) places += t.parameter == p ? 1 : 0;
  for (const auto& use : Gradients::later_uses) places += use.first <= p && p < use.end ? 1 : 0;
  const std::int64_t parts = graph_of<Net>.params[p].shape.volume() / part;
  if (Gradients::is_of_rows[p]) return 0;
  return places != 1 || parts < 2 || !graph_of<Net>.params[p].trainable
             ? 1
             : static_cast<int>((std::min)(parts, std::int64_t{16}));
}

/// A part of the gradient of a parameter: of what lies transposed some channels.
struct ReducedPart {
  int parameter = 0;
  int part = 0, parts = 1;
  constexpr std::int64_t begin(std::int64_t n) const { return n * part / parts; }
  constexpr std::int64_t end(std::int64_t n) const { return n * (part + 1) / parts; }
};
template <class Net, class Gradients>
inline constexpr auto reduced_parts = [] {
  constexpr int count = [] {
    int n = 0;
    for (int p = 0; p < Gradients::count; ++p) n += parts_of_parameter<Net, Gradients>(p);
    return n;
  }();
  fixed_array<ReducedPart, count> all{};
  int next = 0;
  for (int p = 0; p < Gradients::count; ++p) {
    const int parts = parts_of_parameter<Net, Gradients>(p);
    for (int k = 0; k < parts; ++k) all[next++] = {p, k, parts};
  }
  return all;
}();

/// Adds the shards' places for a part of a parameter to its gradient. Each place is read here only.
template <class Net, class Memory>
void reduce_part(Memory& m, const ReducedPart& part) {
  using T = typename Memory::T;
  using Gradients = typename Memory::Gradients;
  const int p = part.parameter;
  const Param& parameter = graph_of<Net>.params[p];
  const std::int64_t n = parameter.shape.volume(), begin = part.begin(n);
  T* const to = m.gradient.data() + Memory::layout[p];
  const auto set = [to](std::int64_t i, T sum) { to[i] = sum; };
  const auto add = [to](std::int64_t i, T sum) { to[i] += sum; };
  bool begun = Gradients::is_plain[p];
  if (begun)
    for_sums(m, Gradients::shard_at[p] + begin, part.end(n) - begin, [&](std::int64_t i, T s) { set(begin + i, s); });
  for (const auto& t : Gradients::transposed) {
    if (t.parameter != p) continue;
    const std::int64_t first = part.begin(t.channels), end = part.end(t.channels);
    if (begun)
      put_transposed_sums<true>(m, t, n, first, end, to);
    else
      put_transposed_sums<false>(m, t, n, first, end, to);
    begun = true;
  }
  for (const auto& use : Gradients::later_uses)
    if (use.first <= p && p < use.end) for_sums(m, use.place_of(p), n, add);
  if (!begun || !parameter.trainable) std::fill_n(to, n, T(0));  // sums for a state are no gradient
}

/// Makes the gradient of the batch. The first shard keeps the sums over all shards, which states are made from.
template <class Net, class Memory>
void reduce(Memory& m, ThreadPool& pool) {
  if (m.sets_aside())
    pool.run(m.shards, [&](int s, int) { move_sum(m.set_aside_of(s), m.of_shard(s), Memory::shard_size); });
  constexpr auto& parts = reduced_parts<Net, typename Memory::Gradients>;
  pool.run(parts.size(), [&](int i, int) { reduce_part<Net>(m, parts[i]); });
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

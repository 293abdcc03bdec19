// How weights lie in memory for the kernels: one layout for all instruction sets. Output channels stand in blocks
// of 32 (the last one rounded up to 16), a block holds its reduction in order, so a kernel reads it front to back:
// [K / 32][reduction][32].
#pragma once

#include <cincel/core/number_type.hpp>
#include <cincel/core/round_up.hpp>
#include <cincel/graph/op.hpp>

namespace cincel {

inline constexpr std::int64_t packed_block = 32;
inline constexpr std::int64_t packed_quantum = 16;

/// Channels of the block that begins at channel `k` of `channels`, padding included.
[[gnu::always_inline]] constexpr std::int64_t packed_width(std::int64_t channels, std::int64_t k) {
  const std::int64_t rest = round_up(channels - k / packed_block * packed_block, packed_quantum);
  return rest < packed_block ? rest : packed_block;
}

/// Where the weight of reduction step `i` and output channel `k` stands.
[[gnu::always_inline]] constexpr std::int64_t packed_index(std::int64_t channels, std::int64_t reduction,
                                                           std::int64_t i, std::int64_t k) {
  const std::int64_t block = k / packed_block * packed_block;
  return block * reduction + i * packed_width(channels, k) + (k - block);
}

/// Floats of packed weights without bias.
[[gnu::always_inline]] constexpr std::int64_t packed_size(std::int64_t channels, std::int64_t reduction) {
  return round_up(channels, packed_quantum) * reduction;
}

/// Taps of a kernel.
[[gnu::always_inline]] constexpr std::int64_t taps_of(const Op& op) {
  return static_cast<std::int64_t>(op.window.kernel.h) * op.window.kernel.w;
}

/// Terms of the sum that makes one output of a convolution or dense operator.
[[gnu::always_inline]] constexpr std::int64_t reduction_of(const Op& op) {
  if (op.kind == Kind::dense) return op.in.volume();
  return taps_of(op) * (op.in.channels() / op.groups);
}

/// Floats of the packed weights of a convolution or dense operator, group after group.
[[gnu::always_inline]] constexpr std::int64_t packed_product_size(const Op& op) {
  return op.groups * packed_size(op.out.channels() / op.groups, reduction_of(op));
}

/// Numbers from the weights of one unit of a dense operator to the next one's, where each unit's stand in a row with zeros
/// behind them: an odd number of cache lines, so that rows do not meet in the same sets of a cache. And floats of them all.
[[gnu::always_inline]] constexpr std::int64_t packed_unit_row(std::int64_t inputs) {
  return (round_up(inputs, packed_quantum) / packed_quantum | 1) * packed_quantum;
}
[[gnu::always_inline]] constexpr std::int64_t packed_unit_rows_size(const Op& op) {
  return op.out.channels() * packed_unit_row(op.in.volume());
}

}  // namespace cincel

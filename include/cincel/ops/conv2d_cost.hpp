// What a convolution by tiles of registers costs, as values.
#pragma once

#include <cincel/ops/implementation.hpp>
#include <cincel/ops/packing.hpp>
#include <cincel/ops/window_taps.hpp>

namespace cincel {
namespace detail {

/// Up to 8 x 8 pixels, with weights that fill a first-level cache.
constexpr bool small_map_with_large_weights(const Op& op) {
  return op.groups == 1 && op.out.height() * op.out.width() <= 64 && reduction_of(op) > 32 &&
         reduction_of(op) * op.out.channels() * float_size >= 32_KiB;
}

/// What weights cost that are read once for a map, in products of a vector: as much as they stream from memory if no
/// second-level cache holds them (measured 0.9 to 1.1 of 8 or 16 lanes at the full speed of memory, of which a kernel
/// that works meanwhile gets a part).
constexpr std::int64_t cost_of_weights(std::int64_t numbers, const Target& t) {
  return numbers * float_size > t.l2 / 2 ? numbers * 5 / 2 : numbers / 2;
}
/// The same of the weights of `op`, of which a training step reads those of a small map once for several samples: for
/// eight, if a batch has 64.
constexpr std::int64_t cost_of_weights(const Op& op, std::int64_t numbers, const Target& t) {
  const std::int64_t cost = cost_of_weights(numbers, t);
  return t.mode == Mode::training && small_map_with_large_weights(op) ? cost / 8 : cost;
}

/// Taps in the padding are left out where several samples of a small map are computed at once, as training has them.
constexpr std::int64_t cost_of_direct(const Op& op, const Target& t) {
  const bool in_map = t.mode == Mode::training && small_map_with_large_weights(op);
  const std::int64_t macs = in_map ? op.macs / all_taps(op) * taps_in_map(op) : op.macs;
  return macs / t.lanes + cost_of_weights(op, packed_product_size(op), t);
}

}  // namespace detail
}  // namespace cincel

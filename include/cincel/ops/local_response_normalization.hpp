// Each channel divided by a power of the squares of those around it.
#pragma once

#include <cincel/core/round_up.hpp>
#include <cincel/ops/operator_traits.hpp>
#include <cincel/ops/packing.hpp>

namespace cincel {

namespace detail {
/// Numbers of a pixel's channels with zeros around them for the channels that are not there, and room for the last vector.
[[gnu::always_inline]] constexpr std::int64_t response_row(const Op& op) {
  return round_up(op.out.channels() + 2 * (op.response.size / 2) + packed_quantum, packed_quantum);
}
}  // namespace detail

inline constexpr OperatorTraits local_response_normalization_traits{
    .kind = Kind::local_response_normalization,
    .reads = detail::reads_x,
    .shrinks = true,
    .demand = detail::demand_own_pixel,
    .needs = {.scratch = [](const Op& op,
                            Mode mode) { return (mode == Mode::training ? 2 : 1) * detail::response_row(op); }},
};

}  // namespace cincel

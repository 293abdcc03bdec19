// Softmax over each pixel's channels.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits softmax_traits{
    .kind = Kind::softmax,
    .reads = detail::reads_y,
    .shrinks = true,
    .demand = detail::demand_own_pixel,
    .makes_unit_range = [](const Op&) { return true; },
};

}  // namespace cincel

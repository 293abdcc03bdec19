// The logarithm of softmax over each pixel's channels.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits log_softmax_traits{
    .kind = Kind::log_softmax,
    .reads = detail::reads_y,
    .shrinks = true,
    .demand = detail::demand_own_pixel,
};

}  // namespace cincel

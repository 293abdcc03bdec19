// The Lp norm of the numbers under each window. (It may be larger than each of them, so that 0 to 1 is not kept.)
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits lp_pooling2d_traits{
    .kind = Kind::lp_pooling2d,
    // The gradient of a sum of magnitudes is the sign of x alone.
    .reads = [](const Op& op) { return Reads{.x = true, .y = op.power != 1}; },
    .shrinks = true,
    .demand = detail::demand_windows,
};

}  // namespace cincel

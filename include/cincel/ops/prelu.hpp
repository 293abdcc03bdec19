// A leaky ReLU whose slope is a trained number of each channel.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits prelu_traits{
    .kind = Kind::prelu,
    .reads = detail::reads_x,
    .shrinks = true,
    .demand = detail::demand_own_pixel,
};

}  // namespace cincel

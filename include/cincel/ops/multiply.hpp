// The product of values of one shape; one of them may be a number per channel.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits multiply_traits{
    .kind = Kind::multiply,
    .reads = detail::reads_x,
    .shrinks = true,
    .demand = detail::demand_own_pixel,
    .division = Division::rows,
    .join_name = "Multiply",
    .keeps_unit_range = detail::keeps_range,
};

}  // namespace cincel

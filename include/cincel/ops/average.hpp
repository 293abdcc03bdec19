// The mean of values of one shape.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits average_traits{
    .kind = Kind::average,
    .reads = detail::reads_nothing,
    .shrinks = true,
    .demand = detail::demand_own_pixel,
    .join_name = "Average",
    .keeps_unit_range = detail::keeps_range,
};

}  // namespace cincel

// The largest of values of one shape, number by number.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits maximum_traits{
    .kind = Kind::maximum,
    .shrinks = true,
    .demand = detail::demand_own_pixel,
    .join_name = "Maximum",
    .keeps_unit_range = detail::keeps_range,
};

}  // namespace cincel

// The sum of values of one shape.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits add_traits{
    .kind = Kind::add,
    .reads = detail::reads_nothing,
    .shrinks = true,
    .demand = detail::demand_own_pixel,
    .division = Division::rows,
    .gradient_zeros = GradientZeros::as_result,
    .takes = [](const Op&) { return Takes{.activation = true}; },
    .role = Role::sum,
    .join_name = "Add",
};

}  // namespace cincel

// Values joined along their channels. At inference its operands are written where they belong.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits concat_traits{
    .kind = Kind::concat,
    .reads = detail::reads_nothing,
    .shrinks = true,
    .demand = detail::demand_own_pixel,
    .is_written_by_operands = true,
    .join_name = "Concatenate",
    .keeps_unit_range = detail::keeps_range,
};

}  // namespace cincel

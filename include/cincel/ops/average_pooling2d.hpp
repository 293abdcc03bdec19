// The mean of the numbers under each window.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits average_pooling2d_traits{
    .kind = Kind::average_pooling2d,
    .reads = detail::reads_nothing,
    .shrinks = true,
    .demand = detail::demand_windows,
    .keeps_unit_range = detail::keeps_range,
};

}  // namespace cincel

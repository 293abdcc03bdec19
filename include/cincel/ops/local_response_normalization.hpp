// Each channel divided by a power of the squares of those around it.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits local_response_normalization_traits{
    .kind = Kind::local_response_normalization,
    .reads = detail::reads_x,
    .shrinks = true,
    .demand = detail::demand_own_pixel,
};

}  // namespace cincel

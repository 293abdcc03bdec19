// The largest number under each window.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits max_pooling2d_traits{
    .kind = Kind::max_pooling2d,
    .shrinks = true,
    .demand = detail::demand_windows,
    .role = Role::max_pooling,
    .keeps_unit_range = detail::keeps_range,
};

}  // namespace cincel

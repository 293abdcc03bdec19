// The mean of each channel over the map.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits global_average_pooling2d_traits{
    .kind = Kind::global_average_pooling2d,
    .reads = detail::reads_nothing,
    .reach = detail::reach_to_all,
    .moves_pixels = true,
    .keeps_unit_range = detail::keeps_range,
};

}  // namespace cincel

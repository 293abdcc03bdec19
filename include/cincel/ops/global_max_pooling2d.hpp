// The largest number of each channel over the map.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits global_max_pooling2d_traits{
    .kind = Kind::global_max_pooling2d,
    .reach = detail::reach_to_all,
    .moves_pixels = true,
    .keeps_unit_range = detail::keeps_range,
};

}  // namespace cincel

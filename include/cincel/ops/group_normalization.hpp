// Normalisation of groups of channels over the whole map.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits group_normalization_traits{
    .kind = Kind::group_normalization,
    .reads = detail::reads_x,
    .reach = detail::reach_to_all,
    .moves_pixels = true,
};

}  // namespace cincel

// Normalisation of groups of channels over the whole map.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits group_normalization_traits{
    .kind = Kind::group_normalization,
    .reads = detail::reads_x,
    // Of each channel three numbers, and while training two more.
    .needs = {.scratch = [](const Op& op, Mode mode) { return (mode == Mode::training ? 5 : 3) * op.out.channels(); }},
    .reach = detail::reach_to_all,
    .moves_pixels = true,
};

}  // namespace cincel

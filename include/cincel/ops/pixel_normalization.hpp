// Normalisation of each pixel's channels: layer, root mean square, unit length.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits pixel_normalization_traits{
    .kind = Kind::pixel_normalization,
    .reads = detail::reads_x,
    .shrinks = true,
    .demand = detail::demand_own_pixel,
    // The levels of the sums that are the gradients of its two parameters.
    .needs = {.scratch = [](const Op& op,
                            Mode mode) { return mode == Mode::training && op.params > 0 ? 6 * op.out.channels() : 0; }},
};

}  // namespace cincel

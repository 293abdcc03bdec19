// Normalisation of each channel by moving statistics, or, while training, by those of a batch.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits batch_normalization_traits{
    .kind = Kind::batch_normalization,
    .reads = detail::reads_x_and_activation,
    .shrinks = true,
    .demand =
        [](const Op& op, int e, const Extent& whole, const Extent& need, Mode mode) {
          // While training the statistics are those of the whole map.
          return mode == Mode::training ? whole : detail::demand_own_pixel(op, e, whole, need, mode);
        },
    .division = Division::rows,
    .needs = {.packing = Packing::scales, .packed_weights = detail::number_per_channel},
    .gradient_zeros = GradientZeros::none,
    .takes_statistics = true,
    .takes = [](const Op&) { return Takes{.activation = true, .activation_in_training = true}; },
    .role = Role::normalization,
};

}  // namespace cincel

// Convolution of each channel by itself.
#pragma once

#include <cincel/ops/operator_traits.hpp>
#include <cincel/ops/packing.hpp>

namespace cincel {

inline constexpr OperatorTraits depthwise_conv2d_traits{
    .kind = Kind::depthwise_conv2d,
    .reads = detail::reads_x_and_activation,
    .shrinks = true,
    .demand = detail::demand_windows,
    .division = Division::rows,
    .needs = {.halo = detail::window_halo,
              .packing = Packing::taps,
              .packed_weights = [](const Op& op) { return taps_of(op) * op.out.channels(); }},
    .takes = [](const Op&) { return Takes{.activation = true, .activation_in_training = true, .normalization = true}; },
};

}  // namespace cincel

// A function of each number.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits activation_traits{
    .kind = Kind::activation,
    .reads =
        [](const Op& op) {
          const bool by_result = traits_of(op.activation).by_result;
          return Reads{.x = !by_result, .y = by_result};
        },
    .shrinks = true,
    .demand = detail::demand_own_pixel,
    .division = Division::rows,
    .role = Role::activation,
    .makes_unit_range =
        [](const Op& op) {
          const ActivationRange range = traits_of(op.activation).range;
          return range == ActivationRange::unit || (range == ActivationRange::to_alpha && op.alpha <= 1);
        },
};

}  // namespace cincel

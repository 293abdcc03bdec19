// A function of each number.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits activation_traits{
    .kind = Kind::activation,
    .reads =
        [](const Op& op) {
          const bool by_result = gradient_by_result(op.activation);
          return Reads{.x = !by_result, .y = by_result};
        },
    .shrinks = true,
    .demand = detail::demand_own_pixel,
    .role = Role::activation,
    .makes_unit_range =
        [](const Op& op) {
          return op.activation == Activation::sigmoid || op.activation == Activation::hard_sigmoid ||
                 (op.activation == Activation::clipped_relu && op.alpha <= 1);
        },
};

}  // namespace cincel

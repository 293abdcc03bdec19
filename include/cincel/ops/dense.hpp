// Each output is a sum over all inputs.
#pragma once

#include <cincel/ops/operator_traits.hpp>
#include <cincel/ops/packing.hpp>

namespace cincel {

inline constexpr OperatorTraits dense_traits{
    .kind = Kind::dense,
    .reads = detail::reads_x_and_activation,
    .takes =
        [](const Op&) {
          return Takes{
              .activation = true, .activation_in_training = true, .normalization = true, .preprocessing = true};
        },
    .packing = Packing::blocks,
    .packed_weights = packed_product_size,
    .nonzeros = [](const Op& op, std::int64_t) { return op.out.volume(); },
};

}  // namespace cincel

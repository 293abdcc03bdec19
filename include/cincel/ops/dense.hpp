// Each output is a sum over all inputs.
#pragma once

#include <cincel/ops/operator_traits.hpp>
#include <cincel/ops/packing.hpp>

namespace cincel {

/// Vectors of units, each weight read once.
inline constexpr Implementation dense_vectors{
    "vectors", [](const Op& op, const Target& t) { return Fit{true, op.macs / t.lanes}; }};

inline constexpr OperatorTraits dense_traits{
    .kind = Kind::dense,
    .reads = detail::reads_x_and_activation,
    .needs = {.packing = Packing::blocks, .packed_weights = packed_product_size},
    .implementations = Implementations(&dense_vectors, &plain_implementation),
    .takes =
        [](const Op&) {
          return Takes{
              .activation = true, .activation_in_training = true, .normalization = true, .preprocessing = true};
        },
    .nonzeros = [](const Op& op, std::int64_t) { return op.out.volume(); },
};

}  // namespace cincel

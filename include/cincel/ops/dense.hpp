// Each output is a sum over all inputs.
#pragma once

#include <cincel/ops/operator_traits.hpp>
#include <cincel/ops/packing.hpp>

namespace cincel {

/// Vectors of units, each weight read once.
inline constexpr Implementation dense_vectors{
    "vectors", [](const Op& op, const Target& t) { return Fit{true, op.macs / t.lanes}; }};

/// The same with the numbers of inputs and units as constants, code of their own.
inline constexpr std::int64_t most_of_small_dense = 64;
inline constexpr Implementation dense_small{
    "small", [](const Op& op, const Target& t) {
      return Fit{op.in.volume() <= most_of_small_dense && op.out.volume() <= most_of_small_dense, op.macs / t.lanes};
    }};

namespace detail {
/// A matrix that fills a first-level cache would be read and written for each sample.
constexpr bool is_large_dense(const Op& op) {
  return op.in.volume() * op.out.volume() * std::int64_t{sizeof(float)} >= 32_KiB;
}
}  // namespace detail

inline constexpr OperatorTraits dense_traits{
    .kind = Kind::dense,
    .reads = detail::reads_x_and_activation,
    .division = Division::channels,
    .needs = {.packing = Packing::blocks, .packed_weights = packed_product_size},
    .implementations = Implementations(&dense_small, &dense_vectors, &plain_implementation),
    .takes_several = detail::is_large_dense,
    .begins_weight_gradient = true,
    .leaves_rows = detail::is_large_dense,
    .takes =
        [](const Op&) {
          return Takes{
              .activation = true, .activation_in_training = true, .normalization = true, .preprocessing = true};
        },
    .nonzeros = [](const Op& op, std::int64_t) { return op.out.volume(); },
};

}  // namespace cincel

// Each output is a sum over all inputs.
#pragma once

#include <cincel/core/number_type.hpp>
#include <cincel/ops/operator_traits.hpp>
#include <cincel/ops/packing.hpp>
#include <cincel/ops/short_weights.hpp>

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

/// Few units, each by vectors of inputs, whose lanes are added up in the end.
inline constexpr std::int64_t most_of_dense_dots = 12;
inline constexpr Needs needs_of_dense_dots{.packing = Packing::unit_rows, .packed_weights = packed_unit_rows_size};
inline constexpr Implementation dense_dots{"dots",
                                           [](const Op& op, const Target& t) {
                                             const std::int64_t units = op.out.volume(), inputs = op.in.volume();
                                             if (units > most_of_dense_dots) return Fit{false, 0};
                                             if (inputs <= most_of_small_dense) return Fit{true, Fit::forced_only};
                                             // Measured beside vectors, which multiply their padding too: adding up takes the time of 60 products of a vector,
                                             // and of 3 more for each unit.
                                             const std::int64_t products =
                                                 units * round_up(inputs, packed_quantum) / t.lanes + 3 * units + 60;
                                             return Fit{true, products * op.macs / packed_product_size(op)};
                                           },
                                           &needs_of_dense_dots};

namespace detail {
/// Weights of fewer bits are read in less time, but are not the network's own: only where it asks for them, and of
/// matrices that do not fit the first-level cache. Training has float32 ones.
template <Type F>
constexpr Fit fit_short_weights(const Op& op, const Target& t) {
  const bool is_wanted = t.dense_weights == F && op.in.volume() * op.out.volume() * float_size > t.l1;
  return {t.mode == Mode::inference, is_wanted ? op.macs / t.lanes / (float_size / size_of(F)) : Fit::forced_only};
}
}  // namespace detail

inline constexpr Needs needs_of_dense_bfloat16{.packing = Packing::bfloat16,
                                               .packed_weights = short_weights_size<Type::bfloat16>};
inline constexpr Implementation dense_bfloat16{"bfloat16", detail::fit_short_weights<Type::bfloat16>,
                                               &needs_of_dense_bfloat16};
inline constexpr Needs needs_of_dense_int8{.packing = Packing::int8, .packed_weights = short_weights_size<Type::int8>};
inline constexpr Implementation dense_int8{"int8", detail::fit_short_weights<Type::int8>, &needs_of_dense_int8};

namespace detail {
/// A matrix that fills a first-level cache would be read and written for each sample.
constexpr bool is_large_dense(const Op& op) { return op.in.volume() * op.out.volume() * float_size >= 32_KiB; }
}  // namespace detail

inline constexpr OperatorTraits dense_traits{
    .kind = Kind::dense,
    .reads = detail::reads_x_and_activation,
    .division = Division::channels,
    .needs = {.packing = Packing::blocks, .packed_weights = packed_product_size},
    .implementations =
        Implementations(&dense_bfloat16, &dense_int8, &dense_dots, &dense_small, &dense_vectors, &plain_implementation),
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

// Convolution, of grouped channels too.
#pragma once

#include <cincel/core/number_type.hpp>
#include <cincel/ops/conv2d_cost.hpp>
#include <cincel/ops/conv2d_width.hpp>
#include <cincel/ops/operator_traits.hpp>
#include <cincel/ops/packing.hpp>
#include <cincel/ops/winograd.hpp>

namespace cincel {

namespace detail {
/// With a pooling behind it, the rows of one pooled row, of one block of channels.
constexpr std::int64_t pooled_rows(const Op& op) {
  return op.pool == Size{1} ? 0 : op.pool.h * map_before_pooling(op).width() * packed_block;
}
inline constexpr Needs direct_needs{.halo = window_halo,
                                    .scratch = [](const Op& op, Mode) { return pooled_rows(op); },
                                    .packing = Packing::blocks,
                                    .packed_weights = packed_product_size,
                                    .reads_side_by_side = true,
                                    .adds_in_place = true};
/// The numbers that the pixel reads, where these do not stand one after another.
inline constexpr Needs vectors_needs{.halo = window_halo,
                                     .scratch = [](const Op& op, Mode) { return reduction_of(op); },
                                     .packing = Packing::blocks,
                                     .packed_weights = packed_product_size};
}  // namespace detail

/// Tiles of pixels by channels in registers.
inline constexpr Implementation conv2d_direct{
    "direct", [](const Op& op, const Target& t) { return Fit{true, detail::cost_of_direct(op, t)}; },
    &detail::direct_needs};

/// Of a map of one pixel: a matrix-vector product, of which a tile of one pixel would wait for its sums.
inline constexpr Implementation conv2d_vectors{
    "vectors",
    [](const Op& op, const Target& t) {
      const bool one_pixel = op.out.height() * op.out.width() == 1 && op.pool == Size{1};
      return Fit{one_pixel && op.groups == 1 && !op.residual, op.macs / t.lanes};
    },
    &detail::vectors_needs};

inline constexpr OperatorTraits conv2d_traits{
    .kind = Kind::conv2d,
    .reads = detail::reads_x_and_activation,
    .shrinks = true,
    .demand = detail::demand_windows,
    .division = Division::rows_or_channels,
    .needs = {.halo = detail::window_halo,
              .packing = Packing::blocks,
              .packed_weights = packed_product_size,
              .adds_in_place = true},
    .implementations = Implementations(&conv2d_vectors, &conv2d_width, &conv2d_direct, &conv2d_winograd2,
                                       &conv2d_winograd4, &plain_implementation),
    .takes_several = detail::small_map_with_large_weights,
    .begins_weight_gradient = true,
    .gradient_tile = detail::winograd_gradient_tile,
    .takes =
        [](const Op& op) {
          return Takes{.activation = true,
                       .activation_in_training = true,
                       .normalization = true,
                       .preprocessing = true,
                       .residual = op.groups == 1,
                       .max_pooling = op.groups == 1};
        },
    .nonzeros =
        [](const Op& op, std::int64_t lanes) {
          // Of one vector of channels of all pixels, or of all channels and the length of each pixel's list.
          return op.out.height() * op.out.width() * detail::larger(lanes, op.out.channels() + 1);
        },
};

}  // namespace cincel

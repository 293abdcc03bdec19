// Pre-processing: each channel times a number plus a number, neither of them trained.
#pragma once

#include <cincel/ops/operator_traits.hpp>

#include <initializer_list>

namespace cincel {

inline constexpr OperatorTraits channel_affine_traits{
    .kind = Kind::channel_affine,
    .reads = detail::reads_nothing,
    .shrinks = true,
    .demand = detail::demand_own_pixel,
    .needs = {.packing = Packing::scales, .packed_weights = detail::number_per_channel},
    .role = Role::affine,
    // Both 0 and 1 stay within 0 and 1, and so does all that lies between them.
    .keeps_unit_range =
        [](const Op& op, const ChannelAffine* f) {
          if (op.params > 0) return false;
          for (int c = 0; c < 4; ++c)
            for (const double y : {f->offset[c], f->scale[c] + f->offset[c]})
              if (!(y >= 0 && y <= 1)) return false;
          return true;
        },
};

}  // namespace cincel

// Dropout and its kin: noise while training, nothing at inference.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits noise_traits{
    .kind = Kind::noise,
    .reads = detail::reads_nothing,
    .vanishes = [](const Op& op, Mode mode) { return mode == Mode::inference || op.rate == 0; },
    .shrinks = true,
    .demand = detail::demand_own_pixel,
    // The factor of each number; what is added to a number has no gradient.
    .saved = [](const Op& op) { return op.noise == Noise::gaussian ? std::int64_t{0} : op.out.volume(); },
};

}  // namespace cincel

// Each channel times a trained number.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits multiply_parameter_traits{
    .kind = Kind::multiply_parameter,
    .reads = detail::reads_x,
};

}  // namespace cincel

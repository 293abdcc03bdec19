// A trained number added to each number: positions.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits add_parameter_traits{
    .kind = Kind::add_parameter,
    .reads = detail::reads_nothing,
};

}  // namespace cincel

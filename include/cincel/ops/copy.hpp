// Moves a value into a buffer of another geometry; only passes make it.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits copy_traits{
    .kind = Kind::copy,
    .reads = detail::reads_nothing,
    .shrinks = true,
    .demand = detail::demand_own_pixel,
    .division = Division::rows,
};

}  // namespace cincel

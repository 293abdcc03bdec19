// An input of the network.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits input_traits{
    .kind = Kind::input,
    .reads = detail::reads_nothing,
};

}  // namespace cincel

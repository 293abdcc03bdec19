// A layer of the user's own (graph/user_ops.hpp).
#pragma once

#include <cincel/graph/user_ops.hpp>
#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits user_traits{
    .kind = Kind::user,
    .reads = [](const Op& op) { return op.user->reads; },
    .dense = true,
};

}  // namespace cincel

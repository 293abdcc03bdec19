// A trained vector for each token.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

inline constexpr OperatorTraits embedding_traits{
    .kind = Kind::embedding,
    .reads = detail::reads_x,
    .nonzeros = [](const Op& op, std::int64_t) { return op.out.width(); },
    .reach = [](const Op&, const ReachedOperand& o) { return Reach{.along = o.axis}; },
};

}  // namespace cincel

// A layer of the user's own (graph/user_ops.hpp): what its author says of it, or the safe defaults.
#pragma once

#include <cincel/graph/user_ops.hpp>
#include <cincel/ops/operator_traits.hpp>

namespace cincel {

namespace detail {
inline constexpr OperatorTraits silent_user{};
constexpr const OperatorTraits& said_by_user(const Op& op) {
  return op.user->traits != nullptr ? *op.user->traits : silent_user;
}
}  // namespace detail

inline constexpr OperatorTraits user_traits{
    .kind = Kind::user,
    .reads = [](const Op& op) { return op.user->traits != nullptr ? op.user->traits->reads(op) : op.user->reads; },
    .vanishes = [](const Op& op, Mode mode) { return detail::said_by_user(op).vanishes(op, mode); },
    .demand = [](const Op& op, int e, const Extent& whole, const Extent& need,
                 Mode mode) { return detail::said_by_user(op).demand(op, e, whole, need, mode); },
    .dense = true,
    .needs = {.scratch =
                  [](const Op& op, Mode mode) {
                    const auto scratch = detail::said_by_user(op).needs.scratch;
                    return scratch == nullptr ? 0 : scratch(op, mode);
                  }},
    .reach = [](const Op& op, const ReachedOperand& o) { return detail::said_by_user(op).reach(op, o); },
    .makes_unit_range = [](const Op& op) { return detail::said_by_user(op).makes_unit_range(op); },
    .keeps_unit_range = [](const Op& op,
                           const ChannelAffine* f) { return detail::said_by_user(op).keeps_unit_range(op, f); },
};

}  // namespace cincel

// Scaled dot-product attention of several heads over the steps of a signal.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

/// Queries whose shares an attention's backward pass adds one by one to a gradient of its keys and values.
inline constexpr std::int64_t attention_queries = 1024;

namespace detail {
/// The scores of one query and their gradients; while training a long one also has the sums over some queries of the
/// gradients of one head's keys and values.
constexpr std::int64_t attention_scratch(const Op& op, Mode mode) {
  const std::int64_t scores = 2 * op.in.width();
  if (mode == Mode::inference || op.in.width() <= attention_queries) return scores;
  return scores + 2 * op.in.width() * (op.in.channels() / op.groups);
}
}  // namespace detail

inline constexpr OperatorTraits attention_traits{
    .kind = Kind::attention,
    .reads = detail::reads_x,
    .needs = {.scratch = detail::attention_scratch},
    // The query is the pixel's own; keys and values are those of all steps, or of those up to its own.
    .reach =
        [](const Op& op, const ReachedOperand& o) {
          if (o.number == 0) return Reach{.along = o.axis};
          const bool causal = op.causal;
          return causal ? Reach{.first_step = Rational(), .along = o.axis} : detail::whole_reach(o.extent());
        },
    .moves_pixels = true,
};

}  // namespace cincel

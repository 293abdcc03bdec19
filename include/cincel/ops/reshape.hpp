// The same numbers in the same order, in another shape.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

namespace detail {
/// Another shape keeps the grid of pixels, or cuts each pixel's channels into pixels, or puts pixels together.
constexpr Reach reshaped_reach(const Op& op, const ReachedOperand& o) {
  const Shape &in = o.x, &out = op.out;
  if (in.height() == out.height() && in.width() == out.width()) return {.along = o.axis};
  if (in.channels() % out.channels() != 0) return whole_reach(o.extent());
  return {.along = o.axis, .scattered = true};
}
}  // namespace detail

inline constexpr OperatorTraits reshape_traits{
    .kind = Kind::reshape,
    .reads = detail::reads_nothing,
    .vanishes = [](const Op&, Mode) { return true; },
    .reach = detail::reshaped_reach,
};

}  // namespace cincel

// Permutations, crops, paddings, repeats, blocks: which element goes where.
#pragma once

#include <cincel/ops/operator_traits.hpp>

namespace cincel {

namespace detail {
/// All that goes from an axis to a pixel's channels reaches that pixel. A row of the result moves by what its own loop
/// says, along whatever axis that comes from; not at all if it comes from the channels. Of four extents two are rows:
/// where these do not move alike, all is taken to be read.
constexpr Reach rearranged_reach(const Rearrangement& r, int axis, std::int64_t extent) {
  Reach reach{.first = Rational(r.from[axis]), .first_step = Rational(), .along = axis};
  std::int64_t more = 0;
  bool moves = false;
  for (int i = 0; i < r.loops; ++i) {
    const Rearrangement::Loop& l = r.loop[i];
    if (l.from_axis != axis || l.from_step == 0) continue;
    if (l.to_axis == 2) {
      more += std::int64_t{l.n - 1} * l.from_step;
      continue;
    }
    const Rational step(l.from_step, l.to_step);
    if (moves && (reach.along != l.to_axis || reach.first_step != step)) return whole_reach(extent);
    moves = true;
    reach.along = l.to_axis;
    reach.first_step = step;
  }
  if (moves) reach.first = reach.first - Rational(r.to[reach.along]) * reach.first_step;
  reach.last = reach.first + Rational(more);
  reach.last_step = reach.first_step;
  return reach;
}
}  // namespace detail

inline constexpr OperatorTraits rearrange_traits{
    .kind = Kind::rearrange,
    .reads = detail::reads_nothing,
    .reach = [](const Op&,
                const ReachedOperand& o) { return detail::rearranged_reach(*o.rearrangement, o.axis, o.extent()); },
    .moves_pixels = true,
    .keeps_unit_range = detail::keeps_range,
};

}  // namespace cincel

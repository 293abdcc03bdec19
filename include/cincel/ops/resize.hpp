// A map enlarged or shrunk to another number of rows and columns.
#pragma once

#include <cincel/ops/operator_traits.hpp>

#include <numeric>

namespace cincel {

namespace detail {
/// The centre of pixel i lies at (i + 1/2) · in / out, in the pixel that is read if this is the nearest; a bilinear one
/// reads those half a pixel before and behind, or one, if all centres meet. With in / out = p / q these places are
/// multiples of 1 / 2q, all odd or all even; the odd ones are moved down by one, which leaves them in their pixels.
constexpr Reach resize_reach(std::int64_t in, std::int64_t out, Interpolation how, int along) {
  if (in == 1) return {.first_step = Rational(), .last_step = Rational(), .along = along};
  const std::int64_t g = std::gcd(in, out), p = in / g, q = out / g;
  const bool bilinear = how == Interpolation::bilinear;
  const Rational step(p, q), first((bilinear ? p - q : p) >> 1, q);
  const bool meets = q == 1 && p % 2 == 1;
  return {first, bilinear && !meets ? first + Rational(1) : first, step, step, along};
}
}  // namespace detail

inline constexpr OperatorTraits resize_traits{
    .kind = Kind::resize,
    .reads = detail::reads_nothing,
    .reach =
        [](const Op& op, const ReachedOperand& o) {
          return detail::resize_reach(o.extent(), o.axis == 0 ? op.out.height() : op.out.width(), op.interpolation,
                                      o.axis);
        },
    .moves_pixels = true,
    .keeps_unit_range = detail::keeps_range,
};

}  // namespace cincel

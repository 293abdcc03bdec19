// Which pixels of its operand a pixel of a result is made from: what receptive fields are computed from.
#pragma once

#include <cincel/core/rational.hpp>
#include <cincel/graph/op.hpp>

namespace cincel {

/// The rows, or the columns, of its operand that an operator reads for a pixel of its result. Pixel 0 along the result's
/// rows (`along` 0) or columns (1) reads those from `first` to `last`; from one pixel to the next `first` moves by
/// `first_step` and `last` by `last_step`.
struct Reach {
  Rational first{}, last{}, first_step{1}, last_step{1};
  int along = 0;
  bool whole = false;      // all that there are, wherever the pixel is: cut to the input's extent
  bool scattered = false;  // one of them, but no line through the pixels says which

  /// Whether the same pixel is read, and no other.
  constexpr bool stays(int axis) const {
    const Rational one(1);
    return first == Rational() && last == Rational() && first_step == one && last_step == one && along == axis;
  }
};

/// What a reach is asked for: operand `operand` of shape `x`, along its rows (`axis` 0) or columns (1).
struct ReachedOperand {
  int number = 0;
  const Shape& x;
  int axis = 0;
  const Rearrangement* rearrangement = nullptr;  // of a rearrangement

  constexpr std::int64_t extent() const { return axis == 0 ? x.height() : x.width(); }
};

namespace detail {

constexpr Reach whole_reach(std::int64_t n) {
  return {.last = Rational(n - 1), .first_step = Rational(), .last_step = Rational(), .whole = true};
}

constexpr Reach window_reach(int kernel, int stride, int dilation, int before, int along) {
  const Rational step(stride);
  return {Rational(-before), Rational(span_of(kernel, dilation) - 1 - before), step, step, along};
}

/// Of an operator by its window. One that has none and changes the grid of pixels may read all: one pixel that is a
/// factor for all, or a user's layer.
constexpr Reach reach_by_window(const Op& op, const ReachedOperand& o) {
  const std::int64_t in = o.extent(), out = o.axis == 0 ? op.out.height() : op.out.width();
  const Window& w = op.window;
  if (in != out && w == Window{}) return whole_reach(in);
  return o.axis == 0 ? window_reach(w.kernel.h, w.stride.h, w.dilation.h, w.pad.top, 0)
                     : window_reach(w.kernel.w, w.stride.w, w.dilation.w, w.pad.left, 1);
}
constexpr Reach reach_to_all(const Op&, const ReachedOperand& o) { return whole_reach(o.extent()); }

}  // namespace detail
}  // namespace cincel

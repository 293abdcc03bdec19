// What a window that slides over a map reads of it.
#pragma once

#include <cincel/graph/op.hpp>

namespace cincel {

/// Rows and columns of a region that begins at a map's first pixel.
struct Extent {
  std::int64_t h = 0, w = 0;
};

constexpr Extent extent_of(const Shape& s) { return {s.height(), s.width()}; }

/// The map that a convolution computes before the pooling that is fused behind it.
[[gnu::always_inline]] constexpr Shape map_before_pooling(const Op& op) {
  return op.out.resized(op.out.height() * op.pool.h, op.out.width() * op.pool.w, op.out.channels());
}

namespace detail {

[[gnu::always_inline]] constexpr std::int64_t smaller(std::int64_t a, std::int64_t b) { return a < b ? a : b; }
[[gnu::always_inline]] constexpr std::int64_t larger(std::int64_t a, std::int64_t b) { return a < b ? b : a; }

constexpr void widen(Pads& a, const Pads& b) {
  a = {a.top > b.top ? a.top : b.top, a.left > b.left ? a.left : b.left, a.bottom > b.bottom ? a.bottom : b.bottom,
       a.right > b.right ? a.right : b.right};
}

/// Rows (or columns) of its input that a window reads for `out` rows of its output.
constexpr std::int64_t rows_read(std::int64_t out, int kernel, int stride, int dilation, int before) {
  return (out - 1) * stride + span_of(kernel, dilation) - before;
}
/// The same of an input that has `whole` rows; at least one is made, though only padding is read.
constexpr std::int64_t rows_demanded(std::int64_t out, int kernel, int stride, int dilation, int before,
                                     std::int64_t whole) {
  return smaller(larger(rows_read(out, kernel, stride, dilation, before), 1), whole);
}

/// What windows read of a map of extent `whole` for the first `need` rows and columns of the result.
constexpr Extent window_demand(const Op& op, const Extent& whole, const Extent& need) {
  const Window& w = op.window;
  return {rows_demanded(need.h * op.pool.h, w.kernel.h, w.stride.h, w.dilation.h, w.pad.top, whole.h),
          rows_demanded(need.w * op.pool.w, w.kernel.w, w.stride.w, w.dilation.w, w.pad.left, whole.w)};
}

/// The rows and columns of zeros around a map that windows reach into.
constexpr Pads window_halo(const Op& op) {
  const Window& w = op.window;
  const Shape out = map_before_pooling(op);
  const auto beyond = [](std::int64_t rows, std::int64_t have) {
    return static_cast<int>(rows > have ? rows - have : 0);
  };
  return {w.pad.top, w.pad.left,
          beyond(rows_read(out.height(), w.kernel.h, w.stride.h, w.dilation.h, w.pad.top), op.in.height()),
          beyond(rows_read(out.width(), w.kernel.w, w.stride.w, w.dilation.w, w.pad.left), op.in.width())};
}

}  // namespace detail
}  // namespace cincel

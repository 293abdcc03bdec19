// Which taps of a kernel lie in the map, and which pixels have a tap there: the others meet the padding.
#pragma once

#include <cincel/graph/op.hpp>

#include <cstdint>

namespace cincel {

// What kernels call while they run is inlined, so that no instruction set's copy of it is linked into another's.

/// Numbers begin … end - 1, none if end <= begin.
struct TapRange {
  std::int64_t begin = 0, end = 0;
  constexpr std::int64_t count() const { return end > begin ? end - begin : 0; }
  friend constexpr bool operator==(const TapRange&, const TapRange&) = default;
};

namespace detail {

[[gnu::always_inline]] constexpr std::int64_t quotient_rounded_up(std::int64_t a, std::int64_t b) {
  return a > 0 ? (a + b - 1) / b : 0;
}
[[gnu::always_inline]] constexpr std::int64_t at_most(std::int64_t n, std::int64_t most) { return n < most ? n : most; }

/// Of steps 0 … count - 1 those for which 0 <= first + step · distance < extent.
[[gnu::always_inline]] constexpr TapRange steps_within(std::int64_t first, std::int64_t distance, std::int64_t extent,
                                                       std::int64_t count) {
  return {at_most(quotient_rounded_up(-first, distance), count),
          at_most(quotient_rounded_up(extent - first, distance), count)};
}

}  // namespace detail

/// The rows of the kernel that lie in the map for row `i` of the output; its columns for column `j`.
[[gnu::always_inline]] constexpr TapRange row_taps_of(const Op& op, std::int64_t i) {
  const Window& w = op.window;
  return detail::steps_within(i * w.stride.h - w.pad.top, w.dilation.h, op.in.height(), w.kernel.h);
}
[[gnu::always_inline]] constexpr TapRange column_taps_of(const Op& op, std::int64_t j) {
  const Window& w = op.window;
  return detail::steps_within(j * w.stride.w - w.pad.left, w.dilation.w, op.in.width(), w.kernel.w);
}

/// The rows of the output for which row `r` of the kernel lies in the map; the columns for column `s`.
[[gnu::always_inline]] constexpr TapRange rows_of_tap(const Op& op, std::int64_t r) {
  const Window& w = op.window;
  return detail::steps_within(r * w.dilation.h - w.pad.top, w.stride.h, op.in.height(), op.out.height());
}
[[gnu::always_inline]] constexpr TapRange columns_of_tap(const Op& op, std::int64_t s) {
  const Window& w = op.window;
  return detail::steps_within(s * w.dilation.w - w.pad.left, w.stride.w, op.in.width(), op.out.width());
}

/// The taps of all pixels, and those of them that lie in the map.
[[gnu::always_inline]] constexpr std::int64_t all_taps(const Op& op) {
  return op.out.height() * op.out.width() * op.window.kernel.h * op.window.kernel.w;
}
[[gnu::always_inline]] constexpr std::int64_t taps_in_map(const Op& op) {
  std::int64_t rows = 0, columns = 0;
  for (std::int64_t r = 0; r < op.window.kernel.h; ++r) rows += rows_of_tap(op, r).count();
  for (std::int64_t s = 0; s < op.window.kernel.w; ++s) columns += columns_of_tap(op, s).count();
  return rows * columns;
}

}  // namespace cincel

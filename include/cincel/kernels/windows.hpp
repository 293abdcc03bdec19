// Where the windows of convolutions and poolings lie in the input: with the padding in a halo, or clipped to the map.
#pragma once

#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// From the begin of buffer `x` to the first pixel of the window of output pixel 0.
constexpr std::int64_t first_window(const Op& op, const Buffer& x) {
  return (x.halo.top - op.window.pad.top) * x.row + (x.halo.left - op.window.pad.left) * x.pixel;
}

/// A clipped window: rows [top, bottom), columns [left, right) of the map, and the pixels that a mean divides by.
struct ClippedWindow {
  std::int64_t top, bottom, left, right, counted;
  constexpr std::int64_t pixels() const { return (bottom - top) * (right - left); }
};

/// The window of output pixel (i, j). Padding counts up to the declared padding, never beyond (what hangs over because
/// of `CeilMode` does not).
constexpr ClippedWindow clip_window(const Op& op, const Shape& map, std::int64_t i, std::int64_t j) {
  const Window& w = op.window;
  const auto cut = [](std::int64_t at, std::int64_t end) { return at < 0 ? 0 : at > end ? end : at; };
  const std::int64_t top = i * w.stride.h - w.pad.top, left = j * w.stride.w - w.pad.left;
  const std::int64_t bottom = top + w.kernel.h, right = left + w.kernel.w;
  ClippedWindow c{cut(top, map.height()), cut(bottom, map.height()), cut(left, map.width()), cut(right, map.width()),
                  0};
  c.counted = c.pixels();
  if (op.padding_counts == PaddingCounts::yes) {
    const std::int64_t end_h = op.in.height() + w.pad.bottom, end_w = op.in.width() + w.pad.right;
    c.counted = ((bottom < end_h ? bottom : end_h) - top) * ((right < end_w ? right : end_w) - left);
  }
  return c;
}

/// Whether the windows cover each pixel of the map exactly once.
constexpr bool windows_tile(const Window& w, const Buffer& bx, const Buffer& by) {
  return w.kernel == w.stride && !w.pad.any() && by.map.height() * w.kernel.h == bx.map.height() &&
         by.map.width() * w.kernel.w == bx.map.width();
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

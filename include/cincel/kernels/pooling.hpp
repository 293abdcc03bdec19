// Pooling, forward and backward: windows clipped to the map, vectors along the channels.
//
//     for each output pixel
//       the window's rows and columns that lie inside the map
//       for each vector of channels: max or mean over them
#pragma once

#include <cincel/graph/plan.hpp>
#include <cincel/kernels/activation.hpp>

#include <limits>

namespace cincel::inline CINCEL_ISA::kernels {

/// A clipped window: rows [top, bottom), columns [left, right) of the map.
struct ClippedWindow {
  std::int64_t top, bottom, left, right;
  constexpr std::int64_t pixels() const { return (bottom - top) * (right - left); }
};

constexpr ClippedWindow clip_window(const Window& w, const Shape& map, std::int64_t i, std::int64_t j) {
  const std::int64_t top = i * w.stride.h - w.pad.top, left = j * w.stride.w - w.pad.left;
  const std::int64_t bottom = top + w.kernel.h, right = left + w.kernel.w;
  return {top < 0 ? 0 : top, bottom > map.height() ? map.height() : bottom, left < 0 ? 0 : left,
          right > map.width() ? map.width() : right};
}

/// The first pixel of row `i`, column `j` of a buffer's map, from the buffer's begin.
constexpr std::int64_t pixel_at(const Buffer& b, std::int64_t i, std::int64_t j) {
  return b.first() + i * b.row_stride() + j * b.map.channels();
}

/// Max or average pooling; `x` and `y` are the begins of the buffers. A window without a pixel makes 0.
template <class P, bool Max, class T>
constexpr void pool2d(const Window& w, const Buffer& bx, const Buffer& by, const T* x, T* y) {
  const std::int64_t channels = bx.map.channels();
  for (std::int64_t i = 0; i < by.map.height(); ++i)
    for (std::int64_t j = 0; j < by.map.width(); ++j) {
      const ClippedWindow c = clip_window(w, bx.map, i, j);
      const std::int64_t pixels = c.pixels();
      const T scale = pixels > 0 ? T(1) / static_cast<T>(pixels) : T(0);
      const auto reduce = [&](std::int64_t k, auto load_at) {
        P v(Max && pixels > 0 ? -std::numeric_limits<T>::infinity() : T(0));
        for (std::int64_t r = c.top; r < c.bottom; ++r)
          for (std::int64_t s = c.left; s < c.right; ++s) {
            const P e = load_at(x + pixel_at(bx, r, s) + k);
            if constexpr (Max)
              v = maximum(e, v);
            else
              v = v + e;
          }
        return Max ? v : v * P(scale);
      };
      T* to = y + pixel_at(by, i, j);
      for_packs<P>(
          channels, [&](std::int64_t k) { store_lanes(to + k, reduce(k, [](const T* p) { return load<P>(p); })); },
          [&](std::int64_t k, std::int64_t n) {
            store_partial(to + k, reduce(k, [n](const T* p) { return load_partial<P>(p, n, T(0)); }), n);
          });
    }
}

/// Whether the windows cover each pixel of the map exactly once.
constexpr bool windows_tile(const Window& w, const Buffer& bx, const Buffer& by) {
  return w.kernel == w.stride && !w.pad.any() && by.map.height() * w.kernel.h == bx.map.height() &&
         by.map.width() * w.kernel.w == bx.map.width();
}

/// Max pooling backwards: the gradient goes to the first largest value of each window. It is added to dx or, if the
/// windows tile the map, may be written to it.
template <class P, bool Write, class T>
constexpr void max_pool2d_gradient(const Window& w, const Buffer& bx, const Buffer& by, const T* x, const T* y,
                                   const T* dy, T* dx) {
  const std::int64_t channels = bx.map.channels();
  for (std::int64_t i = 0; i < by.map.height(); ++i)
    for (std::int64_t j = 0; j < by.map.width(); ++j) {
      const ClippedWindow c = clip_window(w, bx.map, i, j);
      const std::int64_t out = pixel_at(by, i, j);
      for_packs<P>(
          channels,
          [&](std::int64_t k) {
            const P zero(T(0)), best = load<P>(y + out + k);
            P left = load<P>(dy + out + k);  // what has not found its place yet
            for (std::int64_t r = c.top; r < c.bottom; ++r)
              for (std::int64_t s = c.left; s < c.right; ++s) {
                const std::int64_t at = pixel_at(bx, r, s) + k;
                const auto here = load<P>(x + at) == best;
                const P mine = select(here, left, zero);
                store_lanes(dx + at, Write ? mine : load<P>(dx + at) + mine);
                left = select(here, zero, left);
              }
          },
          [&](std::int64_t k, std::int64_t n) {
            for (std::int64_t e = k; e < k + n; ++e) {
              bool found = false;
              for (std::int64_t r = c.top; r < c.bottom; ++r)
                for (std::int64_t s = c.left; s < c.right; ++s) {
                  const std::int64_t at = pixel_at(bx, r, s) + e;
                  const bool here = !found && x[at] == y[out + e];
                  const T mine = here ? dy[out + e] : T(0);
                  dx[at] = Write ? mine : dx[at] + mine;
                  found = found || here;
                }
            }
          });
    }
}

/// Average pooling backwards: dy / pixels to each pixel of the window. dx must be zero.
template <class P, class T>
constexpr void average_pool2d_gradient(const Window& w, const Buffer& bx, const Buffer& by, const T* dy, T* dx) {
  const std::int64_t channels = bx.map.channels();
  for (std::int64_t i = 0; i < by.map.height(); ++i)
    for (std::int64_t j = 0; j < by.map.width(); ++j) {
      const ClippedWindow c = clip_window(w, bx.map, i, j);
      if (c.pixels() <= 0) continue;
      const T scale = T(1) / static_cast<T>(c.pixels());
      const T* from = dy + pixel_at(by, i, j);
      for (std::int64_t r = c.top; r < c.bottom; ++r)
        for (std::int64_t s = c.left; s < c.right; ++s) {
          T* to = dx + pixel_at(bx, r, s);
          for_packs<P>(
              channels,
              [&](std::int64_t k) { store_lanes(to + k, multiply_add(load<P>(from + k), P(scale), load<P>(to + k))); },
              [&](std::int64_t k, std::int64_t n) {
                for (std::int64_t e = k; e < k + n; ++e) to[e] += from[e] * scale;
              });
        }
    }
}

}  // namespace cincel::inline CINCEL_ISA::kernels

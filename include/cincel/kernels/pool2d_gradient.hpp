// Gradients of pooling: windows clipped to the map, vectors along the channels. A pixel's gradient is a plain sum over
// the windows that it stands in.
#pragma once

#include <cincel/kernels/windows.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Max pooling backwards: the gradient goes to the first largest value of each window, to its first NaN if it has one.
/// It is added to dx or, if the windows tile the map, may be written to it.
template <class P, bool Write, class T>
constexpr void max_pool2d_gradient(const Op& op, const Buffer& bx, const Buffer& by, const Buffer& bd, const T* x,
                                   const T* y, const T* dy, T* dx) {
  const std::int64_t channels = bx.map.channels();
  for (std::int64_t i = 0; i < by.map.height(); ++i)
    for (std::int64_t j = 0; j < by.map.width(); ++j) {
      const ClippedWindow c = clip_window(op, bx.map, i, j);
      const std::int64_t out = pixel_at(by, i, j);
      for_packs<P>(
          channels,
          [&](std::int64_t k) {
            const P zero(T(0)), best = load<P>(y + out + k);
            P left = load<P>(dy + out + k);  // what has not found its place yet
            for (std::int64_t r = c.top; r < c.bottom; ++r)
              for (std::int64_t s = c.left; s < c.right; ++s) {
                const std::int64_t at = pixel_at(bd, r, s) + k;
                const P v = load<P>(x + pixel_at(bx, r, s) + k);
                const auto here = v == best || is_nan(v);
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
                  const std::int64_t at = pixel_at(bd, r, s) + e;
                  const T v = x[pixel_at(bx, r, s) + e];
                  const bool here = !found && (v == y[out + e] || v != v);
                  const T mine = here ? dy[out + e] : T(0);
                  dx[at] = Write ? mine : dx[at] + mine;
                  found = found || here;
                }
            }
          });
    }
}

/// Average pooling backwards: dy / pixels to each pixel of the window, added to dx or, if the windows tile the map, written
/// to it.
template <class P, bool Write, class T>
constexpr void average_pool2d_gradient(const Op& op, const Buffer& bx, const Buffer& by, const T* dy, T* dx) {
  const std::int64_t channels = bx.map.channels();
  for (std::int64_t i = 0; i < by.map.height(); ++i)
    for (std::int64_t j = 0; j < by.map.width(); ++j) {
      const ClippedWindow c = clip_window(op, bx.map, i, j);
      if (c.pixels() <= 0) continue;
      const P scale(T(1) / static_cast<T>(c.counted));
      const T* from = dy + pixel_at(by, i, j);
      T* const to = dx + pixel_at(bx, c.top, c.left);
      const auto for_window = [&](T* at, auto add) {
        for (std::int64_t r = c.top; r < c.bottom; ++r, at += bx.row)
          for (std::int64_t s = 0; s < c.right - c.left; ++s) add(at + s * bx.pixel);
      };
      const auto share = [scale](const P& g, const P& old) { return Write ? g * scale : multiply_add(g, scale, old); };
      for_packs<P>(
          channels,
          [&](std::int64_t k) {
            const P g = load<P>(from + k);
            for_window(to + k, [&](T* at) { store_lanes(at, share(g, load<P>(at))); });
          },
          [&](std::int64_t k, std::int64_t n) {
            const P g = load_partial<P>(from + k, n, T(0));
            for_window(to + k, [&](T* at) { store_partial(at, share(g, load_partial<P>(at, n, T(0))), n); });
          });
    }
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

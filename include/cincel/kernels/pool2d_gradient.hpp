// Gradients of pooling: windows clipped to the map, vectors along the channels. A pixel's gradient is a plain sum over
// the windows that it stands in.
#pragma once

#include <cincel/kernels/windows.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// A window of a pooling: where its first number stands in x and in dx, and its extents.
template <class T>
struct PooledWindow {
  const T* x;
  T* dx;
  std::int64_t rows, columns, x_row, x_pixel, dx_row, dx_pixel;
};

/// Gives `left` to the number at channel k of the window that is `best`, the first one, or to the first NaN.
template <class P, bool Write, class T>
[[gnu::always_inline]] constexpr void give_to_largest(const PooledWindow<T>& w, std::int64_t k, const P& best, P left) {
  const P zero(T(0));
  for (std::int64_t r = 0; r < w.rows; ++r)
    for (std::int64_t s = 0; s < w.columns; ++s) {
      T* const to = w.dx + r * w.dx_row + s * w.dx_pixel + k;
      const P v = load<P>(w.x + r * w.x_row + s * w.x_pixel + k);
      const auto here = v == best || is_nan(v);
      const P mine = select(here, left, zero);
      store_lanes(to, Write ? mine : load<P>(to) + mine);
      left = select(here, zero, left);
    }
}

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
      const PooledWindow<T> w{x + pixel_at(bx, c.top, c.left),
                              dx + pixel_at(bd, c.top, c.left),
                              c.bottom - c.top,
                              c.right - c.left,
                              bx.row,
                              bx.pixel,
                              bd.row,
                              bd.pixel};
      for_packs<P>(
          channels,
          [&](std::int64_t k) {
            const P best = load<P>(y + out + k), g = load<P>(dy + out + k);
            if (w.rows == 2 && w.columns == 2)
              give_to_largest<P, Write>(PooledWindow<T>{w.x, w.dx, 2, 2, w.x_row, w.x_pixel, w.dx_row, w.dx_pixel}, k,
                                        best, g);
            else
              give_to_largest<P, Write>(w, k, best, g);
          },
          [&](std::int64_t k, std::int64_t n) {
            for (std::int64_t e = k; e < k + n; ++e)
              give_to_largest<scalar_pack<T, 1>, Write>(w, e, scalar_pack<T, 1>(y[out + e]),
                                                        scalar_pack<T, 1>(dy[out + e]));
          });
    }
}

/// The shares of a row of output pixels, vector after vector, as row `to` of the map. A pixel's last vector is a full one
/// where it does not reach beyond `end`: what it writes there is overwritten by the pixels that follow.
template <class P, class T>
constexpr void write_shares(const Buffer& by, const T* from, const T* from_end, std::int64_t columns, P scale, T* to,
                            const T* end) {
  const std::int64_t channels = by.map.channels();
  for (std::int64_t j = 0; j < by.map.width(); ++j, from += by.pixel)
    for (std::int64_t s = 0; s < columns; ++s, to += channels)
      for (std::int64_t k = 0; k < channels; k += lanes<P>) {
        const std::int64_t n = channels - k;
        const bool whole = n >= lanes<P>;
        const P g = whole || from_end - (from + k) >= lanes<P> ? load<P>(from + k) : load_partial<P>(from + k, n, T(0));
        if (whole || end - (to + k) >= lanes<P>)
          store_lanes(to + k, g * scale);
        else
          store_partial(to + k, g * scale, n);
      }
}

/// Average pooling backwards where the windows tile a map whose pixels lie one after another: all of dx is written, in the
/// order of memory.
template <class P, class T>
constexpr void write_average_gradient(const Size& window, const Buffer& bx, const Buffer& by, const T* dy, T* dx) {
  const std::int64_t height = by.map.height(), channels = by.map.channels(), run = bx.map.width() * channels;
  const P scale(T(1) / static_cast<T>(window.h * window.w));
  const T* const dy_end = dy + pixel_at(by, height - 1, by.map.width() - 1) + channels;
  T* const map_end = dx + pixel_at(bx, bx.map.height() - 1, 0) + run;
  for (std::int64_t i = 0; i < height; ++i)
    for (std::int64_t r = 0; r < window.h; ++r) {
      T* const row = dx + pixel_at(bx, i * window.h + r, 0);
      write_shares(by, dy + pixel_at(by, i, 0), dy_end, window.w, scale, row, bx.row == run ? map_end : row + run);
    }
}

/// Average pooling backwards: dy / pixels to each pixel of the window, added to dx or, if the windows tile the map, written
/// to it.
template <class P, bool Write, class T>
constexpr void average_pool2d_gradient(const Op& op, const Buffer& bx, const Buffer& by, const T* dy, T* dx) {
  if constexpr (Write)
    if (bx.has_dense_rows()) return write_average_gradient<P>(op.window.kernel, bx, by, dy, dx);
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

// Pooling: windows clipped to the map, vectors along the channels.
//
//     for each output pixel
//       the window's rows and columns that lie inside the map, of most windows all
//       for each vector of channels: max or mean over them
//
// Where channels do not fill their vectors, a pixel's last one is computed whole, and what it writes beyond is
// overwritten by the pixels that follow; only the last pixels of a map, or of a row with a halo, are masked.
//
// A maximum is NaN if one of its numbers is. Means are long sums: 1e-5 of the mean of the numbers' magnitudes whatever
// the window (simd/long_sum.hpp).
#pragma once

#include <cincel/kernels/windows.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

#include <limits>
#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// The largest of packs; without any, 0.
template <class P>
class Largest {
  using T = typename P::value_type;

 public:
  constexpr explicit Largest(bool any) : best_(any ? -std::numeric_limits<T>::infinity() : T(0)) {}
  [[gnu::always_inline]] constexpr void add(const P& x) { best_ = maximum(x, best_); }
  [[gnu::always_inline]] constexpr P value() const { return best_; }

 private:
  P best_;
};

/// The mean of packs, of which a window counts so many; without any, 0.
template <class P, class Sum>
class Mean {
  using T = typename P::value_type;

 public:
  constexpr explicit Mean(std::int64_t counted) : share_(counted > 0 ? T(1) / static_cast<T>(counted) : T(0)) {}
  [[gnu::always_inline]] constexpr void add(const P& x) { sum_.add(x); }
  [[gnu::always_inline]] constexpr P value() const { return sum_.value() * P(share_); }

 private:
  T share_;
  Sum sum_;
};

/// The windows of a row or column that lie inside a map of `extent`: those of numbers [first, end).
struct WholeWindows {
  std::int64_t first, end;
};
constexpr WholeWindows whole_windows(std::int64_t windows, int kernel, int stride, int pad, std::int64_t extent) {
  const auto cut = [windows](std::int64_t n) { return n < 0 ? 0 : n > windows ? windows : n; };
  // Mostly all are, which is seen without a division.
  const std::int64_t first = pad == 0 ? 0 : cut((pad + stride - 1) / stride);
  const std::int64_t beyond = (windows - 1) * stride - pad + kernel - extent;
  const std::int64_t end = beyond <= 0 ? windows : cut(windows - (beyond + stride - 1) / stride);
  return {first, end < first ? first : end};
}

/// What pooling works on: the begins of two buffers.
template <class T>
struct PoolArgs {
  const Op& op;
  const Buffer &bx, &by;
  const T* x;
  T* y;
};

/// `none` after all pixels of a window of h x w have been added to it; the first stands at `x`.
template <int H, int W, class Pooled, class LoadAt, class T>
[[gnu::always_inline]] constexpr auto pool_window(Pooled none, const T* x, std::int64_t row, std::int64_t pixel,
                                                  std::int64_t h, std::int64_t w, LoadAt load_at) {
  if constexpr (H != 0) {
    unroll<H * W>([&](auto i) { none.add(load_at(x + i() / W * row + i() % W * pixel)); });
  } else {
    for (std::int64_t r = 0; r < h; ++r)
      for (std::int64_t s = 0; s < w; ++s) none.add(load_at(x + r * row + s * pixel));
  }
  return none.value();
}

/// Pixels [j, end) of row i, whose windows are whole ones. While `Wide`, the last vector of a pixel is a full one too: it
/// reads and writes numbers of the next pixels, whose own are written later.
template <class P, int H, int W, bool Wide, class T, class Pooled>
[[gnu::always_inline]] constexpr void pool_whole(const PoolArgs<T>& a, std::int64_t i, std::int64_t j, std::int64_t end,
                                                 const Pooled& none) {
  if (j >= end) return;
  const Window& w = a.op.window;
  const std::int64_t channels = a.bx.map.channels(), step = w.stride.w * a.bx.pixel;
  const T* x = a.x + pixel_at(a.bx, i * w.stride.h - w.pad.top, j * w.stride.w - w.pad.left);
  T* y = a.y + pixel_at(a.by, i, j);
  const auto pool = [&](std::int64_t k, auto load_at) {
    return pool_window<H, W>(none, x + k, a.bx.row, a.bx.pixel, w.kernel.h, w.kernel.w, load_at);
  };
  const auto full = [&](std::int64_t k) { store_lanes(y + k, pool(k, [](const T* p) { return load<P>(p); })); };
  const auto partial = [&](std::int64_t k, std::int64_t n) {
    store_partial(y + k, pool(k, [n](const T* p) { return load_partial<P>(p, n, T(0)); }), n);
  };
  if constexpr (Wide) {
    const std::int64_t pixel = a.by.pixel;
    if (channels <= lanes<P>)
      for (; j < end; ++j, x += step, y += pixel) full(0);
    else
      for (; j < end; ++j, x += step, y += pixel)
        for (std::int64_t k = 0; k < channels; k += lanes<P>) full(k);
  } else {
    for (; j < end; ++j, x += step, y += a.by.pixel) for_packs<P>(channels, full, partial);
  }
}

/// The end of the pixels of row i before `end` whose last vector may be a full one: what it reads and writes stands in the
/// two maps.
template <class P>
constexpr std::int64_t end_of_wide(const Op& op, const Buffer& bx, const Buffer& by, std::int64_t i, std::int64_t end) {
  const std::int64_t channels = bx.map.channels();
  if (channels % lanes<P> == 0) return end;
  if (bx.pixel != channels || by.pixel != channels) return 0;
  const std::int64_t wide = ((channels + lanes<P> - 1) / lanes<P> * lanes<P> + channels - 1) / channels;  // pixels
  const Window& w = op.window;
  const std::int64_t rows_below = bx.map.height() - (i * w.stride.h - w.pad.top + w.kernel.h);
  const std::int64_t last_read = rows_below * bx.map.width() + bx.map.width() - wide - (w.kernel.w - 1) + w.pad.left;
  const std::int64_t pixels_below = by.is_dense() ? (by.map.height() - 1 - i) * by.map.width() : 0;
  const std::int64_t written = pixels_below + by.map.width() - wide + 1;
  return detail::smaller(detail::smaller(end, written), last_read < 0 ? 0 : last_read / w.stride.w + 1);
}

/// Pixels [j, end) of row i, each window clipped to the map.
template <class P, class T, class Begin>
constexpr void pool_clipped(const PoolArgs<T>& a, std::int64_t i, std::int64_t j, std::int64_t end, Begin begin) {
  for (; j < end; ++j) {
    const ClippedWindow c = clip_window(a.op, a.bx.map, i, j);
    const auto none = begin(c);
    const T* x = a.x + pixel_at(a.bx, c.top, c.left);
    T* y = a.y + pixel_at(a.by, i, j);
    const auto pool = [&](std::int64_t k, auto load_at) {
      return pool_window<0, 0>(none, x + k, a.bx.row, a.bx.pixel, c.bottom - c.top, c.right - c.left, load_at);
    };
    for_packs<P>(
        a.bx.map.channels(),
        [&](std::int64_t k) { store_lanes(y + k, pool(k, [](const T* p) { return load<P>(p); })); },
        [&](std::int64_t k, std::int64_t n) {
          store_partial(y + k, pool(k, [n](const T* p) { return load_partial<P>(p, n, T(0)); }), n);
        });
  }
}

/// The size of the windows as constants, if they are 2x2 or 3x3; 0: any.
constexpr int constant_window(const Op& op) {
  const Size& k = op.window.kernel;
  return k.h == k.w && (k.h == 2 || k.h == 3) ? k.h : 0;
}

/// y of each output pixel and vector of channels is the value of `begin(window)` after all pixels under the window were
/// added to it. `x` and `y` are the begins of the buffers, `K` is `constant_window(op)`.
template <class P, int K, class T, class Begin>
constexpr void pool2d(const Op& op, const Buffer& bx, const Buffer& by, const T* x, T* y, Begin begin) {
  const Window& w = op.window;
  const PoolArgs<T> a{op, bx, by, x, y};
  const std::int64_t height = by.map.height(), width = by.map.width();
  const WholeWindows rows = whole_windows(height, w.kernel.h, w.stride.h, w.pad.top, bx.map.height());
  const WholeWindows columns = whole_windows(width, w.kernel.w, w.stride.w, w.pad.left, bx.map.width());
  const auto none = begin(clip_window(op, bx.map, rows.first, columns.first));
  for (std::int64_t i = 0; i < height; ++i) {
    if (i < rows.first || i >= rows.end) {
      pool_clipped<P>(a, i, 0, width, begin);
      continue;
    }
    const std::int64_t wide = detail::larger(columns.first, end_of_wide<P>(op, bx, by, i, columns.end));
    if (columns.first > 0) pool_clipped<P>(a, i, 0, columns.first, begin);
    pool_whole<P, K, K, true>(a, i, columns.first, wide, none);
    pool_whole<P, K, K, false>(a, i, wide, columns.end, none);
    if (columns.end < width) pool_clipped<P>(a, i, columns.end, width, begin);
  }
}

template <class P, int K, class T>
constexpr void max_pool2d(const Op& op, const Buffer& bx, const Buffer& by, const T* x, T* y) {
  pool2d<P, K>(op, bx, by, x, y, [](const ClippedWindow& c) { return Largest<P>(c.pixels() > 0); });
}

template <class P, int K, class T>
constexpr void average_pool2d(const Op& op, const Buffer& bx, const Buffer& by, const T* x, T* y) {
  with_sum<P>(std::int64_t{op.window.kernel.h} * op.window.kernel.w, [&](const auto& sum) {
    using Sum = std::remove_cvref_t<decltype(sum)>;
    pool2d<P, K>(op, bx, by, x, y, [](const ClippedWindow& c) { return Mean<P, Sum>(c.pixels() > 0 ? c.counted : 0); });
  });
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

// Direct convolution, forward, with activation and max-pooling in its epilogue.
//
//     for each group of N vectors of output channels       (its weights stay in L1: R·S·C·N·V floats)
//       for each row of the output
//         for each tile of M pixels of the row
//           acc = bias
//           for each row r of the kernel, for each run of contiguous input (S·C floats, or C if dilated)
//             accumulate (tile.hpp)
//           y = f(acc)
//
// Channels last makes the reduction over kernel columns and channels one run of memory. With a pooling behind it,
// the rows of one pooled row go to a scratch of a few kilobytes, and are pooled from there while they are in L1.
#pragma once

#include <cincel/graph/plan.hpp>
#include <cincel/kernels/tile.hpp>

namespace cincel::inline CINCEL_ISA::kernels {

/// What the code of a convolution depends on; all else is an argument.
struct Conv2DKey {
  int m = 1;                         // pixels of the wide tiles
  bool wide = true, narrow = false;  // whether a row has tiles of m, of m - 1 pixels
  int taps = 0, length = 0;          // rows of the kernel and length of a run, where they are few; 0: an argument
  int rest_vectors = 0;              // vectors of the last group of channels, if it is not a whole one
  bool whole = true;                 // whether there are whole groups
  bool partial = false;              // whether the last vector is not full
  Activation activation = Activation::none;
  Size pool{1};
};

template <class T>
struct Conv2DArgs {
  const T* x;  // the window of output pixel 0, padding included
  T* y;
  const T* weights;
  const T* bias;
  T* scratch;
  std::int64_t rows, columns, channels;  // of the convolution's map
  std::int64_t x_row, x_pixel;           // between windows
  std::int64_t taps, tap_row;            // rows of the kernel
  std::int64_t runs, run_step, length;   // runs of contiguous input in a row of the kernel
  std::int64_t y_row, y_pixel;
  std::int64_t pooled_columns;
  std::int64_t reduction;
};

namespace impl {

/// One tile of a row.
template <class P, Conv2DKey Key, int M, int N, Activation F, bool Partial, class T>
[[gnu::always_inline]] constexpr void conv2d_tile(const Conv2DArgs<T>& a, const T* x, const T* w, std::int64_t w_step,
                                                  const T* bias, T* y, std::int64_t y_pixel, std::int64_t rest) {
  P acc[M][N];
  begin_with_bias(acc, bias);
  const std::int64_t taps = Key.taps != 0 ? Key.taps : a.taps;
  for (std::int64_t r = 0; r < taps; ++r) {
    const std::int64_t runs = Key.length != 0 ? 1 : a.runs;
    for (std::int64_t s = 0; s < runs; ++s) {
      accumulate<Key.length>(acc, x + s * a.run_step, a.x_pixel, w, w_step, a.length);
      w += (Key.length != 0 ? Key.length : a.length) * w_step;
    }
    x += a.tap_row;
  }
  finish<F, Partial>(acc, y, y_pixel, rest);
}

/// One row of the convolution's map for one group of channels.
template <class P, Conv2DKey Key, int N, Activation F, bool Partial, class T>
[[gnu::always_inline]] constexpr void conv2d_row(const Conv2DArgs<T>& a, const T* x, const T* w, std::int64_t w_step,
                                                 const T* bias, T* y, std::int64_t y_pixel, std::int64_t rest) {
  std::int64_t left = a.columns;
  if constexpr (Key.wide) {
    const std::int64_t narrow_columns = Key.narrow ? cut_row(a.columns).narrow * (Key.m - 1) : 0;
    for (; left > narrow_columns; left -= Key.m) {
      conv2d_tile<P, Key, Key.m, N, F, Partial>(a, x, w, w_step, bias, y, y_pixel, rest);
      x += Key.m * a.x_pixel;
      y += Key.m * y_pixel;
    }
  }
  if constexpr (Key.narrow) {
    for (; left > 0; left -= Key.m - 1) {
      conv2d_tile<P, Key, Key.m - 1, N, F, Partial>(a, x, w, w_step, bias, y, y_pixel, rest);
      x += (Key.m - 1) * a.x_pixel;
      y += (Key.m - 1) * y_pixel;
    }
  }
}

/// Max-pooling of the rows in the scratch into one row of the output.
template <class P, Conv2DKey Key, int N, bool Partial, class T>
[[gnu::always_inline]] constexpr void pool_row(const Conv2DArgs<T>& a, T* y, std::int64_t rest) {
  constexpr std::int64_t pixel = N * lanes<P>;
  for (std::int64_t j = 0; j < a.pooled_columns; ++j) {
    const T* window = a.scratch + j * Key.pool.w * pixel;
    P best[1][N];
    unroll<N>([&](auto k) {
      P v = load<P>(window + k() * lanes<P>);
      for (std::int64_t r = 0; r < Key.pool.h; ++r)
        for (std::int64_t s = 0; s < Key.pool.w; ++s)
          v = maximum(v, load<P>(window + (r * a.columns + s) * pixel + k() * lanes<P>));
      best[0][k()] = v;
    });
    finish<Key.activation, Partial>(best, y + j * a.y_pixel, 0, rest);
  }
}

/// All rows of one group of N vectors, beginning at channel `k`.
template <class P, Conv2DKey Key, int N, bool Partial, class T>
constexpr void conv2d_group(const Conv2DArgs<T>& a, std::int64_t k) {
  const T* w = a.weights + packed_index(a.channels, a.reduction, 0, k);
  const T* bias = a.bias + k;
  const std::int64_t w_step = packed_width(a.channels, k);
  const std::int64_t rest = a.channels - k - (N - 1) * lanes<P>;
  if constexpr (Key.pool == Size{1}) {
    for (std::int64_t i = 0; i < a.rows; ++i)
      conv2d_row<P, Key, N, Key.activation, Partial>(a, a.x + i * a.x_row, w, w_step, bias, a.y + i * a.y_row + k,
                                                     a.y_pixel, rest);
  } else {
    constexpr std::int64_t pixel = N * lanes<P>;
    for (std::int64_t i = 0; i < a.rows / Key.pool.h; ++i) {
      for (std::int64_t r = 0; r < Key.pool.h; ++r)
        conv2d_row<P, Key, N, Activation::none, false>(a, a.x + (i * Key.pool.h + r) * a.x_row, w, w_step, bias,
                                                       a.scratch + r * a.columns * pixel, pixel, 0);
      pool_row<P, Key, N, Partial>(a, a.y + i * a.y_row + k, rest);
    }
  }
}

}  // namespace impl

template <class P, Conv2DKey Key, class T>
constexpr void conv2d_direct(const Conv2DArgs<T>& a) {
  constexpr std::int64_t group = tile_vectors * lanes<P>;
  std::int64_t k = 0;
  if constexpr (Key.whole)
    for (; k + group <= a.channels; k += group) impl::conv2d_group<P, Key, tile_vectors, false>(a, k);
  if constexpr (Key.rest_vectors != 0) impl::conv2d_group<P, Key, Key.rest_vectors, Key.partial>(a, k);
}

/// The key of a convolution for pack `P`.
template <class P>
constexpr Conv2DKey conv2d_key(const Op& op) {
  const RowCut cut = cut_row(map_before_pooling(op).width());
  const std::int64_t channels = op.out.channels(), rest = channels % (tile_vectors * lanes<P>);
  const std::int64_t length = op.window.kernel.w * op.in.channels();
  Conv2DKey key{.m = cut.m, .wide = cut.wide != 0, .narrow = cut.narrow != 0};
  if (op.window.dilation.w == 1 && length * op.window.kernel.h <= 32) {
    key.taps = op.window.kernel.h;
    key.length = static_cast<int>(length);
  }
  key.whole = channels >= tile_vectors * lanes<P>;
  key.rest_vectors = static_cast<int>((rest + lanes<P> - 1) / lanes<P>);
  key.partial = rest % lanes<P> != 0;
  key.activation = op.activation;
  key.pool = op.pool.kernel;
  return key;
}

/// Extents and strides of a convolution between two buffers; the pointers are the caller's to fill in.
template <class T>
constexpr Conv2DArgs<T> conv2d_args(const Op& op, const Buffer& x, const Buffer& y) {
  const Shape map = map_before_pooling(op);
  const Window& w = op.window;
  const std::int64_t pixel = x.map.channels(), row = x.row_stride();
  Conv2DArgs<T> a{};
  a.rows = map.height();
  a.columns = map.width();
  a.channels = op.out.channels();
  a.x_row = w.stride.h * row;
  a.x_pixel = w.stride.w * pixel;
  a.taps = w.kernel.h;
  a.tap_row = w.dilation.h * row;
  a.runs = w.dilation.w == 1 ? 1 : w.kernel.w;
  a.run_step = w.dilation.w * pixel;
  a.length = w.dilation.w == 1 ? w.kernel.w * pixel : pixel;
  a.y_row = y.row_stride();
  a.y_pixel = y.map.channels();
  a.pooled_columns = op.out.width();
  a.reduction = reduction_of(op);
  return a;
}

/// From the begin of buffer `x` to the first pixel of the window of output pixel 0.
constexpr std::int64_t first_window(const Op& op, const Buffer& x) {
  return (x.halo.top - op.window.pad.top) * x.row_stride() + (x.halo.left - op.window.pad.left) * x.map.channels();
}

}  // namespace cincel::inline CINCEL_ISA::kernels

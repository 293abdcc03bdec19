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

#include <cincel/kernels/conv2d_args.hpp>
#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/tile.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

namespace impl {

/// One tile of a row.
template <class P, Conv2DKey Key, int M, int N, Activation F, bool Partial, class T>
[[gnu::always_inline]] constexpr void conv2d_tile(const Conv2DArgs<T>& a, const T* x, const T* w, std::int64_t w_step,
                                                  const T* bias, const T* z, T* y, std::int64_t y_pixel,
                                                  std::int64_t rest) {
  P acc[static_cast<std::size_t>(M)][static_cast<std::size_t>(N)];
  begin_with_bias(acc, bias);
  if constexpr (Key.few.length != 0) {
    for (int r = 0; r < Key.few.taps; ++r, x += a.tap_row, w += Key.few.length * w_step)
      accumulate<Key.few.length>(acc, x, a.x_pixel, w, w_step, Key.few.length);
  } else {
    TileSums sums(acc);
    for (std::int64_t r = 0; r < a.taps; ++r, x += a.tap_row)
      for (std::int64_t s = 0; s < a.runs; ++s, w += a.length * w_step)
        accumulate_long(sums, acc, x + s * a.run_step, a.x_pixel, w, w_step, a.length);
    sums.finish(acc);
  }
  if constexpr (Key.residual) add_residual<Partial>(acc, z, a.z_pixel, rest);
  finish<F, Partial>(acc, y, y_pixel, rest, static_cast<T>(*a.alpha));
}

/// From so many stored pixels on, activations that take many registers follow: a loop long enough to hide its latency,
/// over numbers that are still in the nearest cache.
inline constexpr std::int64_t pixels_to_activate = 4 * tile_pixels;

/// One row of the convolution's map for one group of channels. In a long one such activations follow some tiles behind,
/// short ones are left to the group.
template <class P, Conv2DKey Key, int N, Activation F, bool Partial, class T>
[[gnu::always_inline]] constexpr void conv2d_row(const Conv2DArgs<T>& a, const T* x, const T* w, std::int64_t w_step,
                                                 const T* bias, const T* z, T* y, std::int64_t y_pixel,
                                                 std::int64_t rest) {
  constexpr bool later = takes_registers(F);
  constexpr Activation now = later ? Activation::none : F;
  std::int64_t left = a.columns, stored = 0;
  const auto tile = [&](auto m) {
    conv2d_tile<P, Key, m(), N, now, Partial>(a, x, w, w_step, bias, z, y, y_pixel, rest);
    if constexpr (Key.residual) z += m() * a.z_pixel;
    x += m() * a.x_pixel;
    y += m() * y_pixel;
    if constexpr (later) {
      stored += m();
      if (a.columns < pixels_to_activate || (stored < pixels_to_activate && left > m())) return;
      activate_stored<P, F, Partial, N>(y - stored * y_pixel, 0, 1, y_pixel, stored, rest, static_cast<T>(*a.alpha));
      stored = 0;
    }
  };
  if constexpr (Key.wide) {
    const std::int64_t narrow_columns = Key.narrow ? cut_row(a.columns).narrow * (Key.m - 1) : 0;
    for (; left > narrow_columns; left -= Key.m) tile(std::integral_constant<int, Key.m>{});
  }
  if constexpr (Key.narrow)
    for (; left > 0; left -= Key.m - 1) tile(std::integral_constant<int, Key.m - 1>{});
}

/// Max-pooling of the rows in the scratch into one row of the output.
template <class P, Conv2DKey Key, int N, bool Partial, class T>
[[gnu::always_inline]] constexpr void pool_row(const Conv2DArgs<T>& a, T* y, std::int64_t rest) {
  constexpr std::int64_t pixel = N * lanes<P>;
  for (std::int64_t j = 0; j < a.pooled_columns; ++j) {
    const T* window = a.scratch + j * Key.pool.w * pixel;
    P best[1][static_cast<std::size_t>(N)];
    unroll<N>([&](auto k) {
      P v = load<P>(window + k() * lanes<P>);
      for (std::int64_t r = 0; r < Key.pool.h; ++r)
        for (std::int64_t s = 0; s < Key.pool.w; ++s)
          v = maximum(v, load<P>(window + (r * a.columns + s) * pixel + k() * lanes<P>));
      best[0][k()] = v;
    });
    finish<Key.activation, Partial>(best, y + j * a.y_pixel, 0, rest, static_cast<T>(*a.alpha));
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
    [[maybe_unused]] std::int64_t stored = 0;  // rows that wait for their activation
    for (std::int64_t i = 0; i < a.rows; ++i) {
      T* y = a.y + i * a.y_row + k;
      conv2d_row<P, Key, N, Key.activation, Partial>(
          a, a.x + i * a.x_row, w, w_step, bias, Key.residual ? a.z + i * a.z_row + k : static_cast<const T*>(nullptr),
          y, a.y_pixel, rest);
      if constexpr (takes_registers(Key.activation)) {
        if (a.columns >= pixels_to_activate) continue;
        if (++stored * a.columns < pixels_to_activate && i + 1 < a.rows) continue;
        activate_stored<P, Key.activation, Partial, N>(y - (stored - 1) * a.y_row, a.y_row, stored, a.y_pixel,
                                                       a.columns, rest, static_cast<T>(*a.alpha));
        stored = 0;
      }
    }
  } else {
    constexpr std::int64_t pixel = N * lanes<P>;
    for (std::int64_t i = 0; i < a.rows / Key.pool.h; ++i) {
      for (std::int64_t r = 0; r < Key.pool.h; ++r)
        conv2d_row<P, Key, N, Activation::none, false>(a, a.x + (i * Key.pool.h + r) * a.x_row, w, w_step, bias,
                                                       static_cast<const T*>(nullptr),
                                                       a.scratch + r * a.columns * pixel, pixel, 0);
      pool_row<P, Key, N, Partial>(a, a.y + i * a.y_row + k, rest);
    }
  }
}

}  // namespace impl

/// All groups of output channels of `n` maps, of one group of a grouped convolution: the weights of each are read once
/// for all maps.
template <class P, Conv2DKey Key, class T>
constexpr void conv2d_direct(const Conv2DArgs<T>* a, int n) {
  constexpr std::int64_t group = tile_vectors * lanes<P>;
  std::int64_t k = 0;
  if constexpr (Key.whole)
    for (; k + group <= a->channels; k += group)
      for (int i = 0; i < n; ++i) impl::conv2d_group<P, Key, tile_vectors, false>(a[i], k);
  if constexpr (Key.rest_vectors != 0)
    for (int i = 0; i < n; ++i) impl::conv2d_group<P, Key, Key.rest_vectors, Key.partial>(a[i], k);
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

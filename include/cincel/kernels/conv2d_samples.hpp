// Direct convolution of several samples whose maps are small: a tile of registers is the same pixel of M samples. So its
// size does not follow from the width of a map, and what lies in the padding is not multiplied: of a 3x3 kernel on a map
// of 2x2 pixels, 4 taps of 9 are left.
//
//     for each group of N vectors of output channels
//       for each output pixel, for each tile of M samples
//         acc = bias
//         for each tap of the kernel that lies in the map: accumulate (tile.hpp)
//         y = f(acc)
//
// A number's terms come in the order of conv2d_direct.hpp, and what is left out counts for the blocks of its long sum: of
// finite weights the result is the same, bit by bit, whether samples come alone or not.
#pragma once

#include <cincel/kernels/conv2d_direct.hpp>
#include <cincel/ops/window_taps.hpp>

#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Whether tiles of samples are to be preferred to those of the pixels of a row: of maps so narrow that these are small, or
/// with many taps in the padding.
constexpr bool prefers_samples(const Op& op) {
  return op.pool == Size{1} && op.groups == 1 &&
         (op.out.width() < narrow_tile_pixels || taps_in_map(op) * 10 <= all_taps(op) * 9);
}

namespace impl {

/// One output pixel of so many samples: `a` says where each has its result and residual, x is the first one's window,
/// `pitch` numbers lie from a sample to the next.
template <class T>
struct PixelOfSamples {
  const Conv2DArgs<T>* a;
  const T* x;
  std::int64_t pitch;
  std::int64_t y, z;       // of the pixel, in a result and in a residual
  std::int64_t row_taps;   // of the kernel
  TapRange rows, columns;  // those in the map
};

/// Adds what the taps in the map give.
template <std::size_t M, std::size_t N, class P, class T>
[[gnu::always_inline]] constexpr void add_taps(P (&acc)[M][N], const Conv2DArgs<T>& a, const PixelOfSamples<T>& p,
                                               const T* w, std::int64_t w_step) {
  const std::int64_t run = a.length * a.runs, tap = run / p.row_taps;
  TileSums sums(acc);
  sums.skip(acc, p.rows.begin * run);
  const T* x = p.x + p.rows.begin * a.tap_row;
  w += p.rows.begin * run * w_step;
  for (std::int64_t r = p.rows.begin; r < p.rows.end; ++r, x += a.tap_row, w += run * w_step) {
    sums.skip(acc, p.columns.begin * tap);
    if (a.runs == 1)
      accumulate_long(sums, acc, x + p.columns.begin * tap, p.pitch, w + p.columns.begin * tap * w_step, w_step,
                      p.columns.count() * tap);
    else
      for (std::int64_t s = p.columns.begin; s < p.columns.end; ++s)
        accumulate_long(sums, acc, x + s * a.run_step, p.pitch, w + s * tap * w_step, w_step, tap);
    sums.skip(acc, run - p.columns.end * tap);
  }
  sums.finish(acc);
}

/// Samples `first` to first + M - 1 of a pixel, N vectors of channels from `k` on.
template <class P, Conv2DKey Key, int M, int N, bool Partial, class T>
constexpr void samples_tile(const PixelOfSamples<T>& p, std::int64_t first, std::int64_t k) {
  const Conv2DArgs<T>* const a = p.a + first;
  const std::int64_t rest = a->channels - k - (N - 1) * lanes<P>;
  constexpr bool later = takes_registers(Key.activation);
  P acc[static_cast<std::size_t>(M)][static_cast<std::size_t>(N)];
  begin_with_bias(acc, a->bias + k);
  PixelOfSamples<T> mine = p;
  mine.x += first * p.pitch;
  add_taps(acc, *a, mine, a->weights + packed_index(a->channels, a->reduction, 0, k), packed_width(a->channels, k));
  unroll<M>([&](auto m) {
    P of_sample[1][static_cast<std::size_t>(N)];
    unroll<N>([&](auto v) { of_sample[0][v()] = acc[m()][v()]; });
    if constexpr (Key.residual) add_residual<Partial>(of_sample, a[m()].z + p.z + k, 0, rest);
    finish<later ? Activation::none : Key.activation, Partial>(of_sample, a[m()].y + p.y + k, 0, rest,
                                                               static_cast<T>(*a->alpha));
  });
  if constexpr (later)
    for (int m = 0; m < M; ++m)
      activate_stored<P, Key.activation, Partial, N>(a[m].y + p.y + k, 0, 1, 0, 1, rest, static_cast<T>(*a->alpha));
}

/// A pixel of all `n` samples, in tiles as large as are left.
template <class P, Conv2DKey Key, int N, bool Partial, class T>
constexpr void samples_pixel(const PixelOfSamples<T>& p, std::int64_t n, std::int64_t k) {
  std::int64_t first = 0;
  const auto tiles = [&](auto m) {
    for (; first + m() <= n; first += m()) samples_tile<P, Key, m(), N, Partial>(p, first, k);
  };
  tiles(std::integral_constant<int, narrow_tile_pixels>{});
  tiles(std::integral_constant<int, narrow_tile_pixels / 2>{});
  if constexpr (narrow_tile_pixels > 4) tiles(std::integral_constant<int, 2>{});
  tiles(std::integral_constant<int, 1>{});
}

/// All pixels of N vectors of channels from `k` on.
template <class P, Conv2DKey Key, int N, bool Partial, class T>
constexpr void samples_group(const Op& op, const Conv2DArgs<T>* a, std::int64_t n, std::int64_t pitch, std::int64_t k) {
  for (std::int64_t i = 0; i < a->rows; ++i)
    for (std::int64_t j = 0; j < a->columns; ++j)
      samples_pixel<P, Key, N, Partial>(
          PixelOfSamples<T>{a, a->x + i * a->x_row + j * a->x_pixel, pitch, i * a->y_row + j * a->y_pixel,
                            i * a->z_row + j * a->z_pixel, op.window.kernel.w, row_taps_of(op, i),
                            column_taps_of(op, j)},
          n, k);
}

}  // namespace impl

/// All output channels of `n` samples, whose inputs lie `pitch` numbers apart.
template <class P, Conv2DKey Key, class T>
constexpr void conv2d_samples(const Op& op, const Conv2DArgs<T>* a, std::int64_t n, std::int64_t pitch) {
  constexpr std::int64_t group = tile_vectors * lanes<P>;
  std::int64_t k = 0;
  if constexpr (Key.whole)
    for (; k + group <= a->channels; k += group) impl::samples_group<P, Key, tile_vectors, false>(op, a, n, pitch, k);
  if constexpr (Key.rest_vectors != 0) impl::samples_group<P, Key, Key.rest_vectors, Key.partial>(op, a, n, pitch, k);
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

// Depthwise convolution with kernels of 3 or 5 columns, whose outputs are made a row of up to 14 pixels at a time.
//
//     for each row of the output
//       for each 64 bytes of channels, for each tile of M pixels, for each vector of these channels
//         acc = bias
//         for each row of the kernel: w[0..K) = load
//           for each pixel of the input that the tile reads: x = load; for each output that reads it: acc += x · w
//         y = f(acc)
//
// So each number of the input is loaded once a row of the kernel, and whole lines of the cache are used while they are
// there. The last tile of a row is moved back so that it ends with the row.
#pragma once

#include <cincel/kernels/functions.hpp>
#include <cincel/plan/inference_plan.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// What the code of a depthwise convolution depends on. `kernel` columns, `stride` and `pixels` of a tile where it is
/// made by rows, else 0: arguments.
struct DepthwiseKey {
  Activation activation = Activation::none;
  int kernel = 0, stride = 0, pixels = 0;
};

/// Most pixels of a tile: with the weights of a row of the kernel and an input they are in registers.
inline constexpr std::int64_t most_depthwise_pixels = register_count == 32 ? 14 : 8;

template <class P>
constexpr DepthwiseKey depthwise_key(const Step& s) {
  const Op& op = s.op;
  const Window& w = op.window;
  const bool by_rows =
      P::size > 1 && (w.kernel.w == 3 || w.kernel.w == 5) && w.kernel.h <= 5 && w.stride.w <= 2 && w.dilation.w == 1;
  if (!by_rows) return {.activation = op.activation};
  const std::int64_t columns = op.out.width(), tiles = (columns + most_depthwise_pixels - 1) / most_depthwise_pixels;
  return {op.activation, w.kernel.w, w.stride.w, static_cast<int>((columns + tiles - 1) / tiles)};
}

template <class T>
struct DepthwiseArgs {
  const T* x;  // the window of output pixel 0
  T* y;
  const T* weights;  // [tap][channels]
  const T* bias;
  std::int64_t rows, columns, channels;
  std::int64_t x_row, x_pixel;  // between windows
  std::int64_t taps_h, taps_w, tap_row, tap_pixel;
  std::int64_t y_row, y_pixel;
  T alpha;
};

namespace impl {

/// One tile of one vector of channels; `n` of its lanes are there (all if Full).
template <class P, DepthwiseKey Key, bool Full, class T>
[[gnu::always_inline]] constexpr void depthwise_row_tile(const DepthwiseArgs<T>& a, const T* x, const T* w,
                                                         const T* bias, T* y, std::int64_t n) {
  constexpr int K = Key.kernel, S = Key.stride, M = Key.pixels;
  const auto get = [&](const T* p) {
    if constexpr (Full)
      return load<P>(p);
    else
      return load_partial<P>(p, n, T(0));
  };
  P acc[static_cast<std::size_t>(M)];
  const P b = get(bias);
  unroll<M>([&](auto m) { acc[m()] = b; });
  for (std::int64_t r = 0; r < a.taps_h; ++r, x += a.tap_row, w += K * a.channels) {
    P weight[static_cast<std::size_t>(K)];
    unroll<K>([&](auto s) { weight[s()] = get(w + s() * a.channels); });
    unroll<(M - 1) * S + K>([&](auto c) {
      const P v = get(x + c() * a.tap_pixel);
      unroll<K>([&](auto s) {
        constexpr int at = c() - s();
        if constexpr (at >= 0 && at % S == 0 && at / S < M) acc[at / S] = multiply_add(v, weight[s()], acc[at / S]);
      });
    });
  }
  unroll<M>([&](auto m) {
    const P v = activate<Key.activation>(acc[m()], a.alpha);
    if constexpr (Full)
      store_lanes(y + m() * a.y_pixel, v);
    else
      store_partial(y + m() * a.y_pixel, v, n);
  });
}

}  // namespace impl

template <class P, DepthwiseKey Key, class T>
constexpr void depthwise_rows(const DepthwiseArgs<T>& a) {
  constexpr std::int64_t block = lanes<P> < 16 ? 16 : lanes<P>;
  for (std::int64_t i = 0; i < a.rows; ++i)
    for (std::int64_t k = 0; k < a.channels; k += block)
      for (std::int64_t j = 0; j < a.columns; j += Key.pixels) {
        const std::int64_t first = j < a.columns - Key.pixels ? j : a.columns - Key.pixels;
        const T* x = a.x + i * a.x_row + first * a.x_pixel + k;
        T* y = a.y + i * a.y_row + first * a.y_pixel + k;
        const std::int64_t rest = a.channels - k;
        for_packs<P>(
            rest < block ? rest : block,
            [&](std::int64_t c) {
              impl::depthwise_row_tile<P, Key, true>(a, x + c, a.weights + k + c, a.bias + k + c, y + c, lanes<P>);
            },
            [&](std::int64_t c, std::int64_t n) {
              impl::depthwise_row_tile<P, Key, false>(a, x + c, a.weights + k + c, a.bias + k + c, y + c, n);
            });
      }
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

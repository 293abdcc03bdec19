// Depthwise convolution: each channel by itself, vectors along the channels. Common kernels are computed by rows
// (kernels/depthwise_row.hpp), all others so:
//
//     for each vector of channels
//       for each row of the output, for each tile of up to 4 (of 32 registers: 7) pixels
//         acc = bias
//         for each tap: w = load; for each pixel of the tile: acc += x · w
//         y = f(acc)
#pragma once

#include <cincel/kernels/depthwise_row.hpp>
#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/operator.hpp>
#include <cincel/kernels/windows.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

template <class T>
constexpr DepthwiseArgs<T> depthwise_args(const Step& s) {
  const Window& w = s.op.window;
  DepthwiseArgs<T> a{};
  a.rows = s.op.out.height();
  a.columns = s.op.out.width();
  a.channels = s.op.out.channels();
  a.x_row = w.stride.h * s.x.row;
  a.x_pixel = w.stride.w * s.x.pixel;
  a.taps_h = w.kernel.h;
  a.taps_w = w.kernel.w;
  a.tap_row = w.dilation.h * s.x.row;
  a.tap_pixel = w.dilation.w * s.x.pixel;
  a.y_row = s.y.row;
  a.y_pixel = s.y.pixel;
  a.alpha = static_cast<T>(s.op.alpha);
  return a;
}

namespace impl {

/// M pixels of one vector of channels; `n` of its lanes are there (all if Full). More than 128 taps are a Long sum.
template <class P, Activation F, int M, bool Full, bool Long, class T>
[[gnu::always_inline]] constexpr void depthwise_tile(const DepthwiseArgs<T>& a, const T* x, const T* w, const T* bias,
                                                     T* y, std::int64_t n) {
  const auto get = [&](const T* p) {
    if constexpr (Full)
      return load<P>(p);
    else
      return load_partial<P>(p, n, T(0));
  };
  P acc[1][static_cast<std::size_t>(M)];
  const P b = get(bias);
  unroll<M>([&](auto m) { acc[0][m()] = b; });
  const auto add_taps = [&](const T* from, std::int64_t taps) {
    for (; taps > 0; --taps, from += a.tap_pixel, w += a.channels) {
      const P weight = get(w);
      unroll<M>([&](auto m) { acc[0][m()] = multiply_add(get(from + m() * a.x_pixel), weight, acc[0][m()]); });
    }
  };
  if constexpr (Long) {
    TileSums sums(acc);
    for (std::int64_t r = 0; r < a.taps_h; ++r)
      for (std::int64_t s = 0, n_taps = 0; s < a.taps_w; s += n_taps) {
        n_taps = sums.take(acc, a.taps_w - s);
        add_taps(x + r * a.tap_row + s * a.tap_pixel, n_taps);
      }
    sums.finish(acc);
  } else {
    for (std::int64_t r = 0; r < a.taps_h; ++r) add_taps(x + r * a.tap_row, a.taps_w);
  }
  unroll<M>([&](auto m) {
    const P v = activate<F>(acc[0][m()], a.alpha);
    if constexpr (Full)
      store_lanes(y + m() * a.y_pixel, v);
    else
      store_partial(y + m() * a.y_pixel, v, n);
  });
}

template <class P, Activation F, bool Full, bool Long, class T>
constexpr void depthwise_channels(const DepthwiseArgs<T>& a, std::int64_t k, std::int64_t n) {
  constexpr int M = register_count == 32 ? 7 : 4;
  for (std::int64_t i = 0; i < a.rows; ++i) {
    const T* x = a.x + i * a.x_row + k;
    T* y = a.y + i * a.y_row + k;
    std::int64_t j = 0;
    for (; j + M <= a.columns; j += M)
      depthwise_tile<P, F, M, Full, Long>(a, x + j * a.x_pixel, a.weights + k, a.bias + k, y + j * a.y_pixel, n);
    for (; j < a.columns; ++j)
      depthwise_tile<P, F, 1, Full, Long>(a, x + j * a.x_pixel, a.weights + k, a.bias + k, y + j * a.y_pixel, n);
  }
}

}  // namespace impl

template <class P, Activation F, class T>
constexpr void depthwise_conv2d(const DepthwiseArgs<T>& a) {
  const auto all_channels = [&](auto is_long) {
    constexpr bool Long = decltype(is_long)::value;
    for_packs<P>(
        a.channels, [&](std::int64_t k) { impl::depthwise_channels<P, F, true, Long>(a, k, lanes<P>); },
        [&](std::int64_t k, std::int64_t n) { impl::depthwise_channels<P, F, false, Long>(a, k, n); });
  };
  if (a.taps_h * a.taps_w > sum_block)
    all_channels(std::true_type{});
  else
    all_channels(std::false_type{});
}

}  // namespace kernels

template <>
struct Operator<Kind::depthwise_conv2d> {
  template <class P>
  static constexpr kernels::DepthwiseKey key(const Step& s) {
    return kernels::depthwise_key<P>(s);
  }
  template <class P, kernels::DepthwiseKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    auto a = kernels::depthwise_args<T>(s);
    a.x = kernels::begin_of(s.x, m) + kernels::first_window(s.op, s.x);
    a.y = kernels::result_of(s, m) + s.y.first();
    a.weights = kernels::weights_of(s, m);
    a.bias = kernels::bias_of(s, m);
    if constexpr (Key.kernel != 0)
      kernels::depthwise_rows<P, Key>(a);
    else
      kernels::depthwise_conv2d<P, Key.activation>(a);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

// Transposed convolution: the input's gradient of a convolution as a layer. Weights as they are trained are
// [R][S][K][C] (K output channels), packed ones [R][S][C][K].
//
//     for each output pixel
//       for each block of 4 vectors of output channels
//         acc = bias
//         for each tap that an input pixel reaches this one by, for each input channel: acc += x[c] · w[tap][c][:]
//
// The sums are long ones: 1e-5 of the sum of the terms' magnitudes for any number of channels and taps.
#pragma once

#include <cincel/kernels/operator.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Calls f(tap row, tap column, input row, input column) for what reaches output pixel (i, j): i = row · stride + tap
/// row · dilation − padding.
template <class F>
constexpr void for_taps_of(const Op& op, const Shape& in, std::int64_t i, std::int64_t j, F f) {
  const Window& w = op.window;
  for (std::int64_t r = 0; r < w.kernel.h; ++r) {
    const std::int64_t y = i + w.pad.top - r * w.dilation.h;
    if (y < 0 || y % w.stride.h != 0 || y / w.stride.h >= in.height()) continue;
    for (std::int64_t s = 0; s < w.kernel.w; ++s) {
      const std::int64_t x = j + w.pad.left - s * w.dilation.w;
      if (x < 0 || x % w.stride.w != 0 || x / w.stride.w >= in.width()) continue;
      f(r, s, y / w.stride.h, x / w.stride.w);
    }
  }
}

namespace impl {

/// N vectors of output channels of one pixel, the last one with `n` lanes if Partial.
template <class P, int N, bool Partial, class T>
constexpr void conv2d_transpose_block(const Step& s, const T* x, const T* w, const T* bias, T* y, std::int64_t i,
                                      std::int64_t j, std::int64_t n) {
  const std::int64_t in = s.op.in.channels(), out = s.op.out.channels();
  const auto get = [n](const T* p, auto k) {
    if constexpr (Partial && decltype(k)::value == N - 1)
      return load_partial<P>(p + k() * lanes<P>, n, T(0));
    else
      return load<P>(p + k() * lanes<P>);
  };
  P acc[1][static_cast<std::size_t>(N)];
  unroll<N>([&](auto k) { acc[0][k()] = get(bias, k); });
  TileSums sums(acc);
  for_taps_of(s.op, s.x.map, i, j, [&](std::int64_t r, std::int64_t q, std::int64_t row, std::int64_t column) {
    const T *from = x + pixel_at(s.x, row, column), *weight = w + (r * s.op.window.kernel.w + q) * in * out;
    for (std::int64_t c = 0; c < in;) {
      const std::int64_t end = c + sums.take(acc, in - c);
      for (; c < end; ++c, weight += out) {
        const P v(from[c]);
        unroll<N>([&](auto k) { acc[0][k()] = multiply_add(v, get(weight, k), acc[0][k()]); });
      }
    }
  });
  sums.finish(acc);
  unroll<N>([&](auto k) {
    if constexpr (Partial && k() == N - 1)
      store_partial(y + k() * lanes<P>, acc[0][k()], n);
    else
      store_lanes(y + k() * lanes<P>, acc[0][k()]);
  });
}

}  // namespace impl
}  // namespace kernels

template <>
struct Operator<Kind::conv2d_transpose> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const T *x = kernels::begin_of(s.x, m), *w = kernels::weights_of(s, m), *bias = kernels::bias_of(s, m);
    const std::int64_t out = s.op.out.channels();
    for (std::int64_t i = 0; i < s.y.map.height(); ++i)
      for (std::int64_t j = 0; j < s.y.map.width(); ++j) {
        T* y = kernels::result_of(s, m) + pixel_at(s.y, i, j);
        std::int64_t k = 0;
        for (; k + 4 * lanes<P> <= out; k += 4 * lanes<P>)
          kernels::impl::conv2d_transpose_block<P, 4, false>(s, x, w + k, bias + k, y + k, i, j, 0);
        for (; k + lanes<P> <= out; k += lanes<P>)
          kernels::impl::conv2d_transpose_block<P, 1, false>(s, x, w + k, bias + k, y + k, i, j, 0);
        if (k < out) kernels::impl::conv2d_transpose_block<P, 1, true>(s, x, w + k, bias + k, y + k, i, j, out - k);
      }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

// Convolution number by number: in constant expressions, for packs of one lane, and as what others are compared with.
//
//     for each output channel, each pixel
//       y = f(largest of the pooled window (bias + long sum over the kernel and the channels + residual))
#pragma once

#include <cincel/kernels/conv2d_args.hpp>
#include <cincel/kernels/functions.hpp>
#include <cincel/simd/long_sum.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// What the code of a plain convolution depends on.
struct PlainConv2DKey {
  Activation activation = Activation::none;
  bool residual = false;
  Size pool{1};
};

namespace impl {

/// One number of the convolution's map, before its activation.
template <PlainConv2DKey Key, class T>
constexpr T conv2d_number(const Conv2DArgs<T>& a, std::int64_t k, std::int64_t i, std::int64_t j) {
  const std::int64_t step = packed_width(a.channels, k);
  const T *w = a.weights + packed_index(a.channels, a.reduction, 0, k), *x = a.x + i * a.x_row + j * a.x_pixel;
  LongDot<T> sum(a.bias[k]);
  for (std::int64_t r = 0; r < a.taps; ++r)
    for (std::int64_t s = 0; s < a.runs; ++s, w += a.length * step)
      sum.add(x + r * a.tap_row + s * a.run_step, w, step, a.length);
  T total = sum.value();
  if constexpr (Key.residual) total += a.z[i * a.z_row + j * a.z_pixel + k];
  return total;
}

}  // namespace impl

template <PlainConv2DKey Key, class T>
constexpr void conv2d_plain(const Conv2DArgs<T>& a) {
  const T alpha = static_cast<T>(*a.alpha);
  for (std::int64_t k = 0; k < a.channels; ++k)
    for (std::int64_t i = 0; i < a.rows / Key.pool.h; ++i)
      for (std::int64_t j = 0; j < a.columns / Key.pool.w; ++j) {
        T best = impl::conv2d_number<Key>(a, k, i * Key.pool.h, j * Key.pool.w);
        for (std::int64_t r = 0; r < Key.pool.h; ++r)
          for (std::int64_t s = 0; s < Key.pool.w; ++s) {
            if (r + s == 0) continue;
            const T v = impl::conv2d_number<Key>(a, k, i * Key.pool.h + r, j * Key.pool.w + s);
            best = larger_or_nan(v, best);
          }
        a.y[i * a.y_row + j * a.y_pixel + k] = activate<Key.activation>(scalar_pack<T, 1>(best), alpha).v[0];
      }
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

// Resizing a map, to the nearest pixel or between pixels.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Where pixel `i` of `out` lies among `in` pixels: between `low` and `high`, `share` of the way; on `low` alone where
/// the share is 0, so that a neighbour that has no part in it (NaN, say) is not read. Pixels are squares
/// whose centres lie at halves, as in Keras and in PyTorch without align_corners.
struct Sample {
  std::int64_t low, high;
  double share;
};

constexpr Sample sample_at(std::int64_t i, std::int64_t in, std::int64_t out, Interpolation how) {
  if (how == Interpolation::nearest) {
    const std::int64_t at = (2 * i + 1) * in / (2 * out);  // the pixel that the centre, (i + 1/2) · in / out, lies in
    return {at, at, 0};
  }
  const double x = (static_cast<double>(i) + 0.5) * static_cast<double>(in) / static_cast<double>(out) - 0.5;
  const double inside = x < 0 ? 0 : x;
  auto low = static_cast<std::int64_t>(inside);
  if (low > in - 1) low = in - 1;
  const double share = low + 1 < in ? inside - static_cast<double>(low) : 0;
  return {low, share > 0 ? low + 1 : low, share};
}

/// Calls f(row, column, down, right) for each pixel of the output with where it lies in the input.
template <class F>
constexpr void for_resized_pixels(const Step& s, Interpolation how, F f) {
  for (std::int64_t i = 0; i < s.y.map.height(); ++i) {
    const Sample v = sample_at(i, s.x.map.height(), s.y.map.height(), how);
    for (std::int64_t j = 0; j < s.y.map.width(); ++j) f(i, j, v, sample_at(j, s.x.map.width(), s.y.map.width(), how));
  }
}

}  // namespace kernels

template <>
struct Operator<Kind::resize> : kernels::KeyedBy<&Op::interpolation> {
  template <class P, auto Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    constexpr Interpolation how = Key;
    const T* x = kernels::begin_of(s.x, m);
    T* y = kernels::result_of(s, m);
    kernels::for_resized_pixels(s, how, [&](std::int64_t i, std::int64_t j, kernels::Sample v, kernels::Sample h) {
      T* to = y + pixel_at(s.y, i, j);
      const T* a = x + pixel_at(s.x, v.low, h.low);
      if constexpr (how == Interpolation::nearest) {
        kernels::impl::map_run<P>(s.y.map.channels(), to, [](const P& p) { return p; }, a);
      } else {
        const P right(static_cast<T>(h.share)), down(static_cast<T>(v.share));
        kernels::impl::map_run<P>(
            s.y.map.channels(), to,
            [=](const P& p, const P& q, const P& r, const P& z) {
              const P top = multiply_add(right, q - p, p), bottom = multiply_add(right, z - r, r);
              return multiply_add(down, bottom - top, top);
            },
            a, x + pixel_at(s.x, v.low, h.high), x + pixel_at(s.x, v.high, h.low), x + pixel_at(s.x, v.high, h.high));
      }
    });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

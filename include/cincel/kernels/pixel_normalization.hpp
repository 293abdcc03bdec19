// Normalisation of each pixel's channels: layer, root mean square, unit length. Sums over a pixel's channels are long
// sums of floats, to 1e-5 of their terms' magnitudes.
#pragma once

#include <cincel/core/square_root.hpp>
#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/normalization.hpp>
#include <cincel/kernels/operator.hpp>
#include <cincel/kernels/run_sums.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// The moments of one pixel's channels.
template <class P, PixelNorm N, class T>
constexpr Moments pixel_moments(const T* x, std::int64_t n, double epsilon) {
  double mean = 0, square = 0;
  // What is not there counts as the mean, so that it adds nothing.
  const auto total = [&](auto f) { return static_cast<double>(sum_of_run<P>(x, n, static_cast<T>(mean), f)); };
  if constexpr (N == PixelNorm::layer) {
    mean = total([](const P& v) { return v; }) / static_cast<double>(n);
    const P shift(static_cast<T>(mean));
    square = total([shift](const P& v) { return (v - shift) * (v - shift); });
    return {static_cast<double>(static_cast<T>(mean)), 1 / square_root(square / static_cast<double>(n) + epsilon)};
  }
  square = total([](const P& v) { return v * v; });
  if constexpr (N == PixelNorm::rms) return {0, 1 / square_root(square / static_cast<double>(n) + epsilon)};
  const double length = square_root(square);
  return {0, 1 / (length < epsilon ? epsilon : length)};
}

}  // namespace kernels

/// y = (x − shift) · scale · gamma + beta over the channels of each pixel.
template <>
struct Operator<Kind::pixel_normalization> : kernels::KeyedBy<&Op::pixel_norm> {
  template <class P, auto Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const auto p = kernels::packed_gamma_beta(s, m);
    const std::int64_t n = s.y.map.channels();
    kernels::for_pixels(s.y.map, s.x, kernels::begin_of(s.x, m), s.y, kernels::result_of(s, m), [&](const T* x, T* y) {
      const auto moments = kernels::pixel_moments<P, Key>(x, n, static_cast<double>(s.op.epsilon));
      const P shift(static_cast<T>(moments.shift)), scale(static_cast<T>(moments.scale));
      const auto hat = [=](const P& v) { return (v - shift) * scale; };
      if (p.gamma != nullptr && p.beta != nullptr)
        kernels::impl::map_run<P>(
            n, y, [&](const P& v, const P& g, const P& b) { return multiply_add(hat(v), g, b); }, x, p.gamma, p.beta);
      else if (p.gamma != nullptr)
        kernels::impl::map_run<P>(n, y, [&](const P& v, const P& g) { return hat(v) * g; }, x, p.gamma);
      else if (p.beta != nullptr)
        kernels::impl::map_run<P>(n, y, [&](const P& v, const P& b) { return hat(v) + b; }, x, p.beta);
      else
        kernels::impl::map_run<P>(n, y, hat, x);
    });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

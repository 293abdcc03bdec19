// Local response normalisation: of each number by the squares of its pixel's neighbouring channels.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Sum of squares of the channels [c − reach, c + reach] that are there.
template <class T>
constexpr T squares_around(const T* x, std::int64_t c, std::int64_t reach, std::int64_t n) {
  double sum = 0;
  for (std::int64_t k = c - reach < 0 ? 0 : c - reach; k <= c + reach && k < n; ++k)
    sum += static_cast<double>(x[k]) * static_cast<double>(x[k]);
  return static_cast<T>(sum);
}

}  // namespace kernels

/// y[c] = x[c] · (k + alpha / size · sum of squares around c)^(−beta).
template <>
struct Operator<Kind::local_response_normalization> {
  template <class T>
  static constexpr T base(const Op& op, const T* x, std::int64_t c, std::int64_t n) {
    return static_cast<T>(op.response.k) + static_cast<T>(op.response.alpha) / static_cast<T>(op.response.size) *
                                               kernels::squares_around(x, c, op.response.size / 2, n);
  }
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const std::int64_t n = s.y.map.channels();
    const P power(static_cast<T>(-s.op.response.beta));
    kernels::for_pixels(s.y.map, s.x, kernels::begin_of(s.x, m), s.y, kernels::result_of(s, m), [&](const T* x, T* y) {
      for (std::int64_t k = 0; k < n; ++k) y[k] = base(s.op, x, k, n);
      const T* bases = y;
      kernels::impl::map_run<P>(
          n, y, [power](const P& v, const P& b) { return v * exponential(power * logarithm(b)); }, x, bases);
    });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

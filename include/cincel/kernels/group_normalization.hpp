// Normalisation of groups of channels over the whole map. Sums over a map are in double precision.
#pragma once

#include <cincel/core/square_root.hpp>
#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/normalization.hpp>
#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// The moments of one group of channels over the whole map.
template <class T>
constexpr Moments group_moments(const Buffer& b, const T* x, std::int64_t first, std::int64_t n, double epsilon) {
  const std::int64_t h = b.map.height(), w = b.map.width();
  const auto count = static_cast<double>(h * w * n);
  const auto total = [&](auto f) {
    double sum = 0;
    for (std::int64_t i = 0; i < h; ++i)
      for (std::int64_t j = 0; j < w; ++j) {
        const T* p = x + pixel_at(b, i, j) + first;
        for (std::int64_t k = 0; k < n; ++k) sum += f(static_cast<double>(p[k]));
      }
    return sum;
  };
  const double mean = total([](double v) { return v; }) / count;
  const double variance = total([mean](double v) { return (v - mean) * (v - mean); }) / count;
  return {mean, 1 / square_root(variance + epsilon)};
}

}  // namespace kernels

/// y = (x − shift) · scale · gamma + beta over groups of channels and all pixels.
template <>
struct Operator<Kind::group_normalization> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const auto p = kernels::packed_gamma_beta(s, m);
    const T* x = kernels::begin_of(s.x, m);
    const std::int64_t n = s.y.map.channels() / s.op.groups;
    for (std::int64_t first = 0; first < s.y.map.channels(); first += n) {
      const auto moments = kernels::group_moments(s.x, x, first, n, static_cast<double>(s.op.epsilon));
      kernels::for_pixels(s.y.map, s.x, x, s.y, kernels::result_of(s, m), [&](const T* from, T* to) {
        for (std::int64_t k = first; k < first + n; ++k)
          to[k] = static_cast<T>((static_cast<double>(from[k]) - moments.shift) * moments.scale) * p.g(k) + p.b(k);
      });
    }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

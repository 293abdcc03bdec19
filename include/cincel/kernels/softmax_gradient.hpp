// Gradient of softmax.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/elementwise_gradient.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/run_sums.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// dx[i] += y[i] · (dy[i] − sum of dy · y), the sum to 1e-5 of its terms' magnitudes.
template <class P, class T>
constexpr void softmax_gradient(const T* y, const T* dy, T* dx, std::int64_t n) {
  const P shift(dot<P>(y, dy, n));
  const T* old = dx;
  impl::map_run<P>(
      n, dx, [shift](const P& d, const P& v, const P& g) { return multiply_add(v, g - shift, d); }, old, y, dy);
}

}  // namespace kernels

template <>
struct OperatorGradient<Kind::softmax> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Buffer& y = t.forward.y;
    kernels::for_gradient_pixels(t, c, y, kernels::begin_of(y, c.memory), [&](const T* v, const T* dy, T* dx) {
      kernels::softmax_gradient<P>(v, dy, dx, y.map.channels());
    });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

// Gradient of the logarithm of softmax.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/elementwise_gradient.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/run_sums.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// dx[i] += dy[i] − exp(y[i]) · sum of dy, the sum to 1e-5 of its terms' magnitudes.
template <class P, class T>
constexpr void log_softmax_gradient(const T* y, const T* dy, T* dx, std::int64_t n) {
  const P whole(sum_of_run<P>(dy, n, T(0), [](const P& g) { return g; }));
  const T* old = dx;
  impl::map_run<P>(
      n, dx, [whole](const P& d, const P& g, const P& v) { return d + (g - exponential(v) * whole); }, old, dy, y);
}

}  // namespace kernels

template <>
struct OperatorGradient<Kind::log_softmax> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Buffer& y = t.forward.y;
    kernels::for_gradient_pixels(t, c, y, kernels::begin_of(y, c.memory), [&](const T* v, const T* dy, T* dx) {
      kernels::log_softmax_gradient<P>(v, dy, dx, y.map.channels());
    });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

// Gradient of pre-processing: dx += scale[c] · dy.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct OperatorGradient<Kind::channel_affine> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    const T *dy = kernels::result_gradient(t, c), *scale = kernels::weights_of(t.forward, c.memory);
    kernels::for_pixels(t.dy.map, t.dy, dy, d.buffer, d.dx, [&](const T* from, T* to) {
      for (std::int64_t k = 0; k < t.dy.map.channels(); ++k) to[k] += scale[k] * from[k];
    });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

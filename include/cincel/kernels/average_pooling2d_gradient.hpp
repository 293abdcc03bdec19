// Gradient of average pooling.
#pragma once

#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/pool2d_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct OperatorGradient<Kind::average_pooling2d> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    kernels::average_pool2d_gradient<P>(t.forward.op, d.buffer, t.dy, kernels::result_gradient(t, c), d.dx);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

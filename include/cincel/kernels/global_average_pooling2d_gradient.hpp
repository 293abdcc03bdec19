// Gradient of global average pooling. It writes all of dx.
#pragma once

#include <cincel/kernels/global_pooling.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/pool2d_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct OperatorGradient<Kind::global_average_pooling2d> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    const Op op = kernels::whole_window(t.forward);
    const Buffer dy = kernels::one_pixel(t.dy);
    const T* const g = kernels::result_gradient(t, c) + t.dy.first();
    if (begins_itself(t, c))
      kernels::average_pool2d_gradient<P, true>(op, d.buffer, dy, g, d.dx);
    else
      kernels::average_pool2d_gradient<P, false>(op, d.buffer, dy, g, d.dx);
  }
  /// Whether the backward pass writes all of dx, so that it need not be zeroed before.
  template <class T>
  static bool begins_itself(const TrainingStep& t, const SampleContext<T>& c) {
    return c.gradients[t.forward.first_operand].first;
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

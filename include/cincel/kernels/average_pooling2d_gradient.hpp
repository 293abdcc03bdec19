// Gradient of average pooling. Where the windows tile the map it writes all of dx.
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
    const T* dy = kernels::result_gradient(t, c);
    if (begins_itself(t, c))
      kernels::average_pool2d_gradient<P, true>(t.forward.op, d.buffer, t.dy, dy, d.dx);
    else
      kernels::average_pool2d_gradient<P, false>(t.forward.op, d.buffer, t.dy, dy, d.dx);
  }
  /// Whether the backward pass writes all of dx, so that it need not be zeroed before.
  template <class T>
  static bool begins_itself(const TrainingStep& t, const SampleContext<T>& c) {
    return c.gradients[t.forward.first_operand].first &&
           kernels::windows_tile(t.forward.op.window, t.forward.x, t.forward.y);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

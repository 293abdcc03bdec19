// Gradient of max pooling. Where the windows tile the map it writes all of dx.
#pragma once

#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/pool2d_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
template <>
struct OperatorGradient<Kind::max_pooling2d> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    const T *x = kernels::begin_of(s.x, c.memory), *y = kernels::result_of(s, c.memory),
            *dy = kernels::result_gradient(t, c);
    if (begins_itself(t, c))
      kernels::max_pool2d_gradient<P, true>(s.op, s.x, s.y, d.buffer, x, y, dy, d.dx);
    else
      kernels::max_pool2d_gradient<P, false>(s.op, s.x, s.y, d.buffer, x, y, dy, d.dx);
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

// Gradient of global max pooling.
#pragma once

#include <cincel/kernels/global_pooling.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/pool2d_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct OperatorGradient<Kind::global_max_pooling2d> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    kernels::max_pool2d_gradient<P, false>(
        kernels::whole_window(s), s.x, kernels::one_pixel(t.dy), d.buffer, kernels::begin_of(s.x, c.memory),
        kernels::result_of(s, c.memory) + s.y.first(), kernels::result_gradient(t, c) + t.dy.first(), d.dx);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

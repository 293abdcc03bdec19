// Gradients of a trained map that is added: dx += dy, dw += dy.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/elementwise_gradient.hpp>
#include <cincel/kernels/operator_gradient.hpp>

#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct OperatorGradient<Kind::add_parameter> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const T* dy = kernels::result_gradient(t, c);
    kernels::map_gradient<P>(t, c, 0, t.dy, dy, [](const P& g, const P&) { return g; });
    const Buffer w = dense_buffer(t.forward.op.out);
    T* dw = kernels::parameter_gradient(t, c, 0);
    const T* old = dw;
    kernels::map_buffers<P>(
        t.dy.map, w, dw, [](const P& a, const P& b) { return a + b; }, std::pair{&w, old}, std::pair{&t.dy, dy});
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

// Gradient of a sum: dx += dy for each operand.
#pragma once

#include <cincel/kernels/elementwise_gradient.hpp>
#include <cincel/kernels/operator_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct OperatorGradient<Kind::add> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const T* dy = kernels::result_gradient(t, c);
    for (int e = 0; e < t.forward.op.edges; ++e)
      kernels::map_gradient<P>(t, c, e, t.dy, dy, [](const P& g, const P&) { return g; });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

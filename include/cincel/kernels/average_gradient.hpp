// Gradient of a mean: dx += dy / n for each of n operands.
#pragma once

#include <cincel/kernels/elementwise_gradient.hpp>
#include <cincel/kernels/operator_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct OperatorGradient<Kind::average> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const T* dy = kernels::result_gradient(t, c);
    const P share(T(1) / static_cast<T>(t.forward.op.edges));
    for (int e = 0; e < t.forward.op.edges; ++e)
      kernels::map_gradient<P>(t, c, e, t.dy, dy, [share](const P& g, const P&) { return g * share; });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

// Gradient of noise: dx += mask · dy.
#pragma once

#include <cincel/kernels/elementwise_gradient.hpp>
#include <cincel/kernels/operator_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct OperatorGradient<Kind::noise> {
  template <class P, StepKey Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Buffer flat = dense_buffer(t.forward.y.map);
    const T* dy = c.memory.arena + t.dy.offset;
    if constexpr (static_cast<Noise>(Key.variant) == Noise::gaussian)
      kernels::map_gradient<P>(t, c, 0, t.dy, dy, [](const P& g, const P&) { return g; });
    else
      kernels::map_gradient<P>(t, c, 0, flat, c.memory.arena + t.mask, [](const P& g, const P& k) { return g * k; });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

// Gradient of noise: dx += mask · dy.
#pragma once

#include <cincel/core/random.hpp>
#include <cincel/kernels/elementwise_gradient.hpp>
#include <cincel/kernels/noise.hpp>
#include <cincel/kernels/operator_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct OperatorGradient<Kind::noise> : kernels::KeyedBy<&Op::noise> {
  template <class P, Noise Key, class T>
  static void forward_training(const TrainingStep& t, const SampleContext<T>& c) {
    const auto layer = static_cast<std::uint32_t>(t.forward.op.scope);
    const RandomStream stream(c.seed, Purpose::dropout, layer, c.step, c.sample);
    Operator<Kind::noise>::template forward<P, Key>(t.forward, c.memory, stream, kernels::saved_of(t, c));
  }
  template <class P, Noise Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Buffer flat = dense_buffer(t.forward.y.map);
    const T* dy = kernels::result_gradient(t, c);
    if constexpr (Key == Noise::gaussian)
      kernels::map_gradient<P>(t, c, 0, t.dy, dy, [](const P& g, const P&) { return g; });
    else
      kernels::map_gradient<P>(t, c, 0, flat, kernels::saved_of(t, c), [](const P& g, const P& k) { return g * k; });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

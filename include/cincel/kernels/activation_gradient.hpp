// Gradient of an activation that stands by itself: dx += dy · f'(x).
#pragma once

#include <cincel/kernels/elementwise_gradient.hpp>
#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/operator_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct OperatorGradient<Kind::activation> : kernels::KeyedByActivation {
  template <class P, auto Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const T alpha = static_cast<T>(t.forward.op.alpha);
    constexpr bool by_result = traits_of(Key).by_result;
    const Buffer& b = by_result ? t.forward.y : t.forward.x;
    kernels::map_gradient<P>(t, c, 0, b, kernels::begin_of(b, c.memory), [alpha](const P& g, const P& v) {
      return kernels::activation_gradient<Key>(g, v, alpha);
    });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

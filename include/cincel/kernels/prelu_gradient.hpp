// Gradients of PReLU.
#pragma once

#include <cincel/kernels/channel_numbers_gradient.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct OperatorGradient<Kind::prelu> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const P zero(T(0));
    kernels::channel_number_gradients<P>(
        t, c, [zero](const P& x, const P& g) { return select(x > zero, zero, x * g); },
        [zero](const P& d, const P& x, const P& g, const P& a) { return d + select(x > zero, g, g * a); });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

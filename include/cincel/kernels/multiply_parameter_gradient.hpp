// Gradients of a trained factor for each channel.
#pragma once

#include <cincel/kernels/channel_numbers_gradient.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct OperatorGradient<Kind::multiply_parameter> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    kernels::channel_number_gradients<P>(
        t, c, [](const P& x, const P& g) { return x * g; },
        [](const P& d, const P&, const P& g, const P& w) { return multiply_add(g, w, d); });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

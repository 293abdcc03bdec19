// Gradient of a maximum.
#pragma once

#include <cincel/kernels/operator_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

/// The gradient goes to the first of the largest operands, to the first that is NaN where one is.
template <>
struct OperatorGradient<Kind::maximum> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const T *y = kernels::result_of(s, c.memory), *dy = kernels::result_gradient(t, c);
    for (std::int64_t i = 0; i < s.y.map.height(); ++i)
      for (std::int64_t j = 0; j < s.y.map.width(); ++j)
        for (std::int64_t k = 0; k < s.y.map.channels(); ++k)
          for (int e = 0; e < s.op.edges; ++e) {
            const Buffer& b = kernels::operand(s, c.memory, e);
            const T x = kernels::begin_of(b, c.memory)[pixel_at(b, i, j) + k];
            if (x == x && x != y[pixel_at(s.y, i, j) + k]) continue;
            const kernels::GradientView<T> d = kernels::gradient_of(t, c, e);
            if (d.dx != nullptr) d.dx[pixel_at(d.buffer, i, j) + k] += dy[pixel_at(t.dy, i, j) + k];
            break;
          }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

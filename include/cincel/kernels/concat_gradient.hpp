// Gradient of a concatenation: dx += its slice of dy for each operand.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator_gradient.hpp>

#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct OperatorGradient<Kind::concat> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    std::int64_t channel = 0;
    for (int e = 0; e < t.forward.op.edges; ++e) {
      const kernels::GradientView<T> d = kernels::gradient_of(t, c, e);
      const Buffer slice = channel_slice(t.dy, channel, d.buffer.map.channels());
      channel += d.buffer.map.channels();
      if (d.dx == nullptr) continue;
      const T *old = d.dx, *dy = numbers_at(c.memory.arena, slice.offset);
      kernels::map_buffers<P>(
          slice.map, d.buffer, d.dx, [](const P& a, const P& b) { return a + b; }, std::pair{&d.buffer, old},
          std::pair{&slice, dy});
    }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

// Gradients of functions of a number and the trained number of its channel. The latter is a sum over the map.
#pragma once

#include <cincel/kernels/channel_sums.hpp>
#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// dw[c] += sum over the map of own(x, dy), and dx = input(dx, x, dy, w[c]).
template <class P, class T, class Own, class Input>
void channel_number_gradients(const TrainingStep& t, const SampleContext<T>& c, Own own, Input input) {
  const Step& s = t.forward;
  const GradientView<T> d = gradient_of(t, c, 0);
  const T *x = begin_of(s.x, c.memory), *dy = result_gradient(t, c), *w = parameter_value(t, c, 0);
  add_channel_sums<P>(s.y.map, parameter_gradient(t, c, 0),
                      [&](std::int64_t i, std::int64_t j, std::int64_t k, const auto& l) {
                        return own(l.get(x + pixel_at(s.x, i, j) + k), l.get(dy + pixel_at(t.dy, i, j) + k));
                      });
  if (d.dx == nullptr) return;
  for (std::int64_t i = 0; i < s.y.map.height(); ++i)
    for (std::int64_t j = 0; j < s.y.map.width(); ++j) {
      T* dx = d.dx + pixel_at(d.buffer, i, j);
      const T* old = dx;
      impl::map_run<P>(s.y.map.channels(), dx, input, old, x + pixel_at(s.x, i, j), dy + pixel_at(t.dy, i, j), w);
    }
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

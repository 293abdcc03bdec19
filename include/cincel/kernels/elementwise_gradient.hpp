// Gradients of functions of each number by itself, and of each pixel's channels.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator_gradient.hpp>

#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// dx += g(dy, o) of operand `e`, number by number; `o` is another value of the step with buffer `bo`.
template <class P, class T, class G>
constexpr void map_gradient(const TrainingStep& t, const SampleContext<T>& c, int e, const Buffer& bo, const T* o,
                            G g) {
  const GradientView<T> d = gradient_of(t, c, e);
  if (d.dx == nullptr) return;
  const T *dx = d.dx, *dy = result_gradient(t, c);
  map_buffers<P>(
      t.dy.map, d.buffer, d.dx, [&](const P& old, const P& y, const P& v) { return old + g(y, v); },
      std::pair{&d.buffer, dx}, std::pair{&t.dy, dy}, std::pair{&bo, o});
}

/// Calls f(y, dy, dx) with the channels of each pixel.
template <class T, class F>
constexpr void for_gradient_pixels(const TrainingStep& t, const SampleContext<T>& c, const Buffer& bv, const T* v,
                                   F f) {
  const GradientView<T> d = gradient_of(t, c, 0);
  if (d.dx == nullptr) return;
  const T* dy = result_gradient(t, c);
  for (std::int64_t i = 0; i < t.dy.map.height(); ++i)
    for (std::int64_t j = 0; j < t.dy.map.width(); ++j)
      f(v + pixel_at(bv, i, j), dy + pixel_at(t.dy, i, j), d.dx + pixel_at(d.buffer, i, j));
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

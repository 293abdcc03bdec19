// Gradients of a product: of operands as large as it, and of those that are one pixel for all of a map.
#pragma once

#include <cincel/kernels/channel_sums.hpp>
#include <cincel/kernels/multiply.hpp>
#include <cincel/kernels/operator_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Of output pixel (i, j): calls f(begin of the pixel's channels) for all operands of a product but `e`.
template <class T, class F>
constexpr void for_factors(const Step& s, const Memory<T>& m, int e, std::int64_t i, std::int64_t j, F f) {
  for (int o = 0; o < s.op.edges; ++o) {
    if (o == e) continue;
    const Buffer& b = operand(s, m, o);
    f(begin_of(b, m) + (is_broadcast(b, s.y) ? b.first() : pixel_at(b, i, j)));
  }
}

/// dx += dy · the other factors, of an operand as large as the product.
template <class P, class T>
constexpr void multiply_gradient(const TrainingStep& t, const SampleContext<T>& c, int e, const GradientView<T>& d) {
  const Step& s = t.forward;
  const T* dy = result_gradient(t, c);
  for (std::int64_t i = 0; i < s.y.map.height(); ++i)
    for (std::int64_t j = 0; j < s.y.map.width(); ++j) {
      T* to = d.dx + pixel_at(d.buffer, i, j);
      for_channels<P>(s.y.map.channels(), [&](std::int64_t k, const auto& l) {
        P g = l.get(dy + pixel_at(t.dy, i, j) + k);
        for_factors(s, c.memory, e, i, j, [&](const T* x) { g = g * l.get(x + k); });
        l.put(to + k, l.get(to + k) + g);
      });
    }
}

/// The same of an operand that is one pixel for all: a long sum over the map, to 1e-5 of its terms' magnitudes.
template <class P, class T>
constexpr void multiply_gradient_of_pixel(const TrainingStep& t, const SampleContext<T>& c, int e,
                                          const GradientView<T>& d) {
  const Step& s = t.forward;
  const T* dy = result_gradient(t, c);
  add_channel_sums<P>(s.y.map, d.dx + d.buffer.first(),
                      [&](std::int64_t i, std::int64_t j, std::int64_t k, const auto& l) {
                        P g = l.get(dy + pixel_at(t.dy, i, j) + k);
                        for_factors(s, c.memory, e, i, j, [&](const T* x) { g = g * l.get(x + k); });
                        return g;
                      });
}

}  // namespace kernels

template <>
struct OperatorGradient<Kind::multiply> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    for (int e = 0; e < s.op.edges; ++e) {
      const kernels::GradientView<T> d = kernels::gradient_of(t, c, e);
      if (d.dx == nullptr) continue;
      if (kernels::is_broadcast(d.buffer, s.y))
        kernels::multiply_gradient_of_pixel<P>(t, c, e, d);
      else
        kernels::multiply_gradient<P>(t, c, e, d);
    }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

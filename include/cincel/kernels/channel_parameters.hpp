// Operators with a trained number for each channel: PReLU and LayerScale. The gradients of these numbers are sums over
// the map.
#pragma once

#include <cincel/kernels/channel_sums.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// y = f(x, w[c]) for each pixel.
template <class P, class T, class F>
constexpr void with_channel_numbers(const Step& s, const Memory<T>& m, F f) {
  for_pixels(s.y.map, s.x, begin_of(s.x, m), s.y, result_of(s, m),
             [&](const T* from, T* to) { impl::map_run<P>(s.y.map.channels(), to, f, from, m.weights + s.weights); });
}

/// dw[c] += sum over the map of own(x, dy), and dx = input(dx, x, dy, w[c]).
template <class P, class T, class Own, class Input>
void channel_number_gradients(const TrainingStep& t, const SampleContext<T>& c, Own own, Input input) {
  const Step& s = t.forward;
  const GradientView<T> d = gradient_of(t, c, 0);
  const T *x = begin_of(s.x, c.memory), *dy = c.memory.arena + t.dy.offset, *w = parameter_value(t, c, 0);
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

/// y = x where x > 0, else alpha[c] · x.
template <>
struct Operator<Kind::prelu> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::with_channel_numbers<P>(s, m, [](const P& x, const P& a) { return select(x > P(T(0)), x, a * x); });
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const P zero(T(0));
    kernels::channel_number_gradients<P>(
        t, c, [zero](const P& x, const P& g) { return select(x > zero, zero, x * g); },
        [zero](const P& d, const P& x, const P& g, const P& a) { return d + select(x > zero, g, g * a); });
  }
};

/// y = x · w[c]: LayerScale and the like.
template <>
struct Operator<Kind::multiply_parameter> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::with_channel_numbers<P>(s, m, [](const P& x, const P& w) { return x * w; });
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    kernels::channel_number_gradients<P>(
        t, c, [](const P& x, const P& g) { return x * g; },
        [](const P& d, const P&, const P& g, const P& w) { return multiply_add(g, w, d); });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

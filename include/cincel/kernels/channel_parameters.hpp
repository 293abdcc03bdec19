// Operators with a trained number for each channel: PReLU and LayerScale. The gradients of these numbers are sums over
// the map.
#pragma once

#include <cincel/kernels/channel_sums.hpp>

namespace cincel::inline CINCEL_ISA {

/// y = x where x > 0, else alpha[c] · x.
template <>
struct Operator<Kind::prelu> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::for_pixels(
        s.y.map, s.x, kernels::begin_of(s.x, m), s.y, kernels::result_of(s, m), [&](const T* from, T* to) {
          kernels::impl::map_run<P>(
              s.y.map.channels(), to, [](const P& x, const P& a) { return select(x > P(T(0)), x, a * x); }, from,
              m.weights + s.weights);
        });
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    const T *x = kernels::begin_of(s.x, c.memory), *dy = c.memory.arena + t.dy.offset,
            *alpha = kernels::parameter_value(t, c, 0);
    const P zero(T(0));
    kernels::add_channel_sums<P>(s.y.map, kernels::parameter_gradient(t, c, 0),
                                 [&](std::int64_t i, std::int64_t j, std::int64_t k, const auto& l) {
                                   const P v = l.get(x + pixel_at(s.x, i, j) + k);
                                   return select(v > zero, zero, v * l.get(dy + pixel_at(t.dy, i, j) + k));
                                 });
    if (d.dx == nullptr) return;
    for (std::int64_t i = 0; i < s.y.map.height(); ++i)
      for (std::int64_t j = 0; j < s.y.map.width(); ++j) {
        T* dx = d.dx + pixel_at(d.buffer, i, j);
        const T* old = dx;
        kernels::impl::map_run<P>(
            s.y.map.channels(), dx,
            [zero](const P& o, const P& v, const P& g, const P& a) { return o + select(v > zero, g, g * a); }, old,
            x + pixel_at(s.x, i, j), dy + pixel_at(t.dy, i, j), alpha);
      }
  }
};

/// y = x · w[c]: LayerScale and the like.
template <>
struct Operator<Kind::multiply_parameter> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::for_pixels(
        s.y.map, s.x, kernels::begin_of(s.x, m), s.y, kernels::result_of(s, m), [&](const T* from, T* to) {
          kernels::impl::map_run<P>(
              s.y.map.channels(), to, [](const P& x, const P& w) { return x * w; }, from, m.weights + s.weights);
        });
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    const T *x = kernels::begin_of(s.x, c.memory), *dy = c.memory.arena + t.dy.offset,
            *w = kernels::parameter_value(t, c, 0);
    kernels::add_channel_sums<P>(s.y.map, kernels::parameter_gradient(t, c, 0),
                                 [&](std::int64_t i, std::int64_t j, std::int64_t k, const auto& l) {
                                   return l.get(x + pixel_at(s.x, i, j) + k) * l.get(dy + pixel_at(t.dy, i, j) + k);
                                 });
    if (d.dx == nullptr) return;
    for (std::int64_t i = 0; i < s.y.map.height(); ++i)
      for (std::int64_t j = 0; j < s.y.map.width(); ++j) {
        T* dx = d.dx + pixel_at(d.buffer, i, j);
        const T* old = dx;
        kernels::impl::map_run<P>(
            s.y.map.channels(), dx, [](const P& o, const P& g, const P& f) { return multiply_add(g, f, o); }, old,
            dy + pixel_at(t.dy, i, j), w);
      }
  }
};

}  // namespace cincel::inline CINCEL_ISA

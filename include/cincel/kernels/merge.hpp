// Operators of several operands of one shape: sum, product, mean, maximum, concatenation. One operand of a product may
// be a number a channel.
#pragma once

#include <cincel/kernels/channel_sums.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// y = f(y, x_e) for e = 1, …, beginning with y = x_0; `last` is applied to what the last one makes.
template <class P, class T, class F, class Last>
constexpr void fold_operands(const Step& s, const Memory<T>& m, F f, Last last) {
  T* y = result_of(s, m);
  const T* first = begin_of(s.x, m);
  for (int e = 1; e < s.op.edges; ++e) {
    const Buffer& bz = operand(s, m, e);
    const Buffer& bx = e == 1 ? s.x : s.y;
    const T *x = e == 1 ? first : y, *z = begin_of(bz, m);
    const auto run = [&](auto g) { map_buffers<P>(s.y.map, s.y, y, g, std::pair{&bx, x}, std::pair{&bz, z}); };
    if (e + 1 == s.op.edges)
      run([&](const P& a, const P& b) { return last(f(a, b)); });
    else
      run(f);
  }
  if (s.op.edges == 1) map_step<P>(s, m, last);
}

/// The same for a product whose second operand has one pixel for all pixels of the first.
template <class P, class T>
constexpr void multiply_channels(const Step& s, const Memory<T>& m, const Buffer& bz) {
  const T* z = begin_of(bz, m) + bz.first();
  for_pixels(s.y.map, s.x, begin_of(s.x, m), s.y, result_of(s, m), [&](const T* from, T* to) {
    impl::map_run<P>(s.y.map.channels(), to, [](const P& a, const P& b) { return a * b; }, from, z);
  });
}

/// Whether `b` is one pixel that stands for all of a larger map.
constexpr bool is_broadcast(const Buffer& b, const Buffer& y) {
  return b.map.height() * b.map.width() == 1 && y.map.height() * y.map.width() != 1;
}

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
  const T* dy = c.memory.arena + t.dy.offset;
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
  const T* dy = c.memory.arena + t.dy.offset;
  add_channel_sums<P>(s.y.map, d.dx + d.buffer.first(),
                      [&](std::int64_t i, std::int64_t j, std::int64_t k, const auto& l) {
                        P g = l.get(dy + pixel_at(t.dy, i, j) + k);
                        for_factors(s, c.memory, e, i, j, [&](const T* x) { g = g * l.get(x + k); });
                        return g;
                      });
}

}  // namespace kernels

template <>
struct Operator<Kind::add> {
  template <class P, StepKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const T alpha = static_cast<T>(s.op.alpha);
    kernels::fold_operands<P>(
        s, m, [](const P& a, const P& b) { return a + b; },
        [alpha](const P& v) { return kernels::activate<Key.activation>(v, alpha); });
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const T* dy = c.memory.arena + t.dy.offset;
    for (int e = 0; e < t.forward.op.edges; ++e)
      kernels::map_gradient<P>(t, c, e, t.dy, dy, [](const P& g, const P&) { return g; });
  }
};

template <>
struct Operator<Kind::average> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const P share(T(1) / static_cast<T>(s.op.edges));
    kernels::fold_operands<P>(
        s, m, [](const P& a, const P& b) { return a + b; }, [share](const P& v) { return v * share; });
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const T* dy = c.memory.arena + t.dy.offset;
    const P share(T(1) / static_cast<T>(t.forward.op.edges));
    for (int e = 0; e < t.forward.op.edges; ++e)
      kernels::map_gradient<P>(t, c, e, t.dy, dy, [share](const P& g, const P&) { return g * share; });
  }
};

/// The gradient goes to the first of the largest operands, to the first that is NaN where one is.
template <>
struct Operator<Kind::maximum> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::fold_operands<P>(s, m, [](const P& a, const P& b) { return maximum(a, b); }, [](const P& v) { return v; });
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const T *y = c.memory.arena + s.y.offset, *dy = c.memory.arena + t.dy.offset;
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

template <>
struct Operator<Kind::multiply> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const Buffer& z = kernels::operand(s, m, 1);
    if (kernels::is_broadcast(z, s.y)) return kernels::multiply_channels<P>(s, m, z);
    kernels::fold_operands<P>(s, m, [](const P& a, const P& b) { return a * b; }, [](const P& v) { return v; });
  }
  template <class P, StepKey, class T>
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

/// While training; at inference the operands are written where they belong.
template <>
struct Operator<Kind::concat> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    std::int64_t channel = 0;
    for (int e = 0; e < s.op.edges; ++e) {
      const Buffer& b = kernels::operand(s, m, e);
      const Buffer slice = channel_slice(s.y, channel, b.map.channels());
      kernels::map_buffers<P>(
          slice.map, slice, m.arena + slice.offset, [](const P& v) { return v; },
          std::pair{&b, kernels::begin_of(b, m)});
      channel += b.map.channels();
    }
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    std::int64_t channel = 0;
    for (int e = 0; e < t.forward.op.edges; ++e) {
      const kernels::GradientView<T> d = kernels::gradient_of(t, c, e);
      const Buffer slice = channel_slice(t.dy, channel, d.buffer.map.channels());
      channel += d.buffer.map.channels();
      if (d.dx == nullptr) continue;
      const T *old = d.dx, *dy = c.memory.arena + slice.offset;
      kernels::map_buffers<P>(
          slice.map, d.buffer, d.dx, [](const P& a, const P& b) { return a + b; }, std::pair{&d.buffer, old},
          std::pair{&slice, dy});
    }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

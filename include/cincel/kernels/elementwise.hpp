// Operators that treat each number by itself, or with a number of its channel: activations, pre-processing, batch
// normalisation at inference, parameters that are added, copies.
#pragma once

#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

namespace impl {

/// to[k] = f(from[k], …) for k < n: packs, then the rest.
template <class P, class T, class F, class... From>
[[gnu::always_inline]] constexpr void map_run(std::int64_t n, T* to, F f, const From*... from) {
  for_packs<P>(
      n, [&](std::int64_t k) { store_lanes(to + k, f(load<P>(from + k)...)); },
      [&](std::int64_t k, std::int64_t rest) {
        store_partial(to + k, f(load_partial<P>(from + k, rest, T(0))...), rest);
      });
}

}  // namespace impl

/// y = f(x, …) over the maps of buffers, row by row where a row is one run of memory in all of them. `y` may be one of
/// the others. `extent` is the map to walk: the others may be larger.
template <class P, class T, class F, class... X>
constexpr void map_buffers(const Shape& extent, const Buffer& by, T* y, F f, std::pair<const Buffer*, const X*>... x) {
  const bool rows = by.has_dense_rows() && (x.first->has_dense_rows() && ...);
  const std::int64_t h = extent.height(), w = extent.width(), n = extent.channels();
  for (std::int64_t i = 0; i < h; ++i) {
    if (rows) {
      impl::map_run<P>(w * n, y + pixel_at(by, i, 0), f, (x.second + pixel_at(*x.first, i, 0))...);
    } else {
      for (std::int64_t j = 0; j < w; ++j)
        impl::map_run<P>(n, y + pixel_at(by, i, j), f, (x.second + pixel_at(*x.first, i, j))...);
    }
  }
}

/// Calls f(x, y) with the first channels of each pixel of the map.
template <class T, class U, class F>
constexpr void for_pixels(const Shape& extent, const Buffer& bx, T* x, const Buffer& by, U* y, F f) {
  for (std::int64_t i = 0; i < extent.height(); ++i)
    for (std::int64_t j = 0; j < extent.width(); ++j) f(x + pixel_at(bx, i, j), y + pixel_at(by, i, j));
}

/// y = f(x) of a step, number by number.
template <class P, class T, class F>
constexpr void map_step(const Step& s, const Memory<T>& m, F f) {
  map_buffers<P>(s.y.map, s.y, result_of(s, m), f, std::pair{&s.x, begin_of(s.x, m)});
}

/// dx += g(dy, o) of operand `e`, number by number; `o` is another value of the step with buffer `bo`.
template <class P, class T, class G>
constexpr void map_gradient(const TrainingStep& t, const SampleContext<T>& c, int e, const Buffer& bo, const T* o,
                            G g) {
  const GradientView<T> d = gradient_of(t, c, e);
  if (d.dx == nullptr) return;
  const T *dx = d.dx, *dy = c.memory.arena + t.dy.offset;
  map_buffers<P>(
      t.dy.map, d.buffer, d.dx, [&](const P& old, const P& y, const P& v) { return old + g(y, v); },
      std::pair{&d.buffer, dx}, std::pair{&t.dy, dy}, std::pair{&bo, o});
}

/// y = f(scale[c] · x + shift[c]) for each pixel.
template <class P, Activation F, class T>
constexpr void scale_channels(const Step& s, const Memory<T>& m) {
  const T alpha = static_cast<T>(s.op.alpha), *scale = m.weights + s.weights, *shift = m.weights + s.bias;
  for_pixels(s.y.map, s.x, begin_of(s.x, m), s.y, result_of(s, m), [&](const T* from, T* to) {
    impl::map_run<P>(
        s.y.map.channels(), to,
        [alpha](const P& x, const P& a, const P& b) { return activate<F>(multiply_add(x, a, b), alpha); }, from, scale,
        shift);
  });
}

}  // namespace kernels

template <>
struct Operator<Kind::copy> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::map_step<P>(s, m, [](const P& v) { return v; });
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const T* dy = c.memory.arena + t.dy.offset;
    kernels::map_gradient<P>(t, c, 0, t.dy, dy, [](const P& g, const P&) { return g; });
  }
};

template <>
struct Operator<Kind::activation> {
  template <class P, StepKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const T alpha = static_cast<T>(s.op.alpha);
    kernels::map_step<P>(s, m, [alpha](const P& v) { return kernels::activate<Key.activation>(v, alpha); });
  }
  template <class P, StepKey Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const T alpha = static_cast<T>(t.forward.op.alpha);
    constexpr bool by_result = gradient_by_result(Key.activation);
    const Buffer& b = by_result ? t.forward.y : t.forward.x;
    kernels::map_gradient<P>(t, c, 0, b, kernels::begin_of(b, c.memory), [alpha](const P& g, const P& v) {
      return kernels::activation_gradient<Key.activation>(g, v, alpha);
    });
  }
};

/// Pre-processing: y = scale[c] · x + shift[c], which is never trained.
template <>
struct Operator<Kind::channel_affine> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::scale_channels<P, Activation::none>(s, m);
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    const T *dy = c.memory.arena + t.dy.offset, *scale = c.memory.weights + t.forward.weights;
    kernels::for_pixels(t.dy.map, t.dy, dy, d.buffer, d.dx, [&](const T* from, T* to) {
      for (std::int64_t k = 0; k < t.dy.map.channels(); ++k) to[k] += scale[k] * from[k];
    });
  }
};

/// y = x + w, number by number: positions.
template <>
struct Operator<Kind::add_parameter> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const Buffer w = dense_buffer(s.op.out);
    kernels::map_buffers<P>(
        s.y.map, s.y, kernels::result_of(s, m), [](const P& a, const P& b) { return a + b; },
        std::pair{&s.x, kernels::begin_of(s.x, m)}, std::pair{&w, m.weights + s.weights});
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const T* dy = c.memory.arena + t.dy.offset;
    kernels::map_gradient<P>(t, c, 0, t.dy, dy, [](const P& g, const P&) { return g; });
    const Buffer w = dense_buffer(t.forward.op.out);
    T* dw = kernels::parameter_gradient(t, c, 0);
    const T* old = dw;
    kernels::map_buffers<P>(
        t.dy.map, w, dw, [](const P& a, const P& b) { return a + b; }, std::pair{&w, old}, std::pair{&t.dy, dy});
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

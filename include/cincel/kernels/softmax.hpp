// Softmax and its logarithm over one run of numbers, and their gradients.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/run_sums.hpp>

#include <limits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// y[i] = exp(x[i] − max x) / sum of them; x and y may be the same. The sum is a long one: 1e-5 relative whatever n.
template <class P, class T>
constexpr void softmax(const T* x, T* y, std::int64_t n) {
  constexpr T none = -std::numeric_limits<T>::infinity();
  P top(none);
  for_packs<P>(
      n, [&](std::int64_t i) { top = maximum(top, load<P>(x + i)); },
      [&](std::int64_t i, std::int64_t rest) { top = maximum(top, load_partial<P>(x + i, rest, none)); });
  const P shift(largest(top));
  const T total = with_sum_of_run<P>(n, [&](auto exponentials) {
    for_packs<P>(
        n,
        [&](std::int64_t i) {
          const P e = exponential(load<P>(x + i) - shift);
          store_lanes(y + i, e);
          exponentials.add(e);
        },
        [&](std::int64_t i, std::int64_t rest) {
          store_partial(y + i, exponential(load_partial<P>(x + i, rest, largest(shift)) - shift), rest);
          exponentials.add(load_partial<P>(y + i, rest, T(0)));
        });
    return sum(exponentials);
  });
  const P scale(T(1) / total);
  for_packs<P>(
      n, [&](std::int64_t i) { store_lanes(y + i, load<P>(y + i) * scale); },
      [&](std::int64_t i, std::int64_t rest) {
        store_partial(y + i, load_partial<P>(y + i, rest, T(0)) * scale, rest);
      });
}

/// dx[i] += y[i] · (dy[i] − sum of dy · y), the sum to 1e-5 of its terms' magnitudes.
template <class P, class T>
constexpr void softmax_gradient(const T* y, const T* dy, T* dx, std::int64_t n) {
  const P shift(dot<P>(y, dy, n));
  const T* old = dx;
  impl::map_run<P>(
      n, dx, [shift](const P& d, const P& v, const P& g) { return multiply_add(v, g - shift, d); }, old, y, dy);
}

/// y[i] = (x[i] − max x) − log(sum of exp(x − max x)), in this order: large logits do not cancel. Within 3e-7 ·
/// max(1, |y|) for any number of logits that fits, beside the rounding of x − max x.
template <class P, class T>
constexpr void log_softmax(const T* x, T* y, std::int64_t n) {
  using One = scalar_pack<T, 1>;
  constexpr T none = -std::numeric_limits<T>::infinity();
  P top(none);
  for_packs<P>(
      n, [&](std::int64_t i) { top = maximum(top, load<P>(x + i)); },
      [&](std::int64_t i, std::int64_t rest) { top = maximum(top, load_partial<P>(x + i, rest, none)); });
  const P shift(largest(top));
  const T total = sum_of_run<P>(x, n, none, [shift](const P& v) { return exponential(v - shift); });
  const P norm(logarithm(One(total)).v[0]);
  impl::map_run<P>(n, y, [shift, norm](const P& v) { return (v - shift) - norm; }, x);
}

/// dx[i] += dy[i] − exp(y[i]) · sum of dy, the sum to 1e-5 of its terms' magnitudes.
template <class P, class T>
constexpr void log_softmax_gradient(const T* y, const T* dy, T* dx, std::int64_t n) {
  const P whole(sum_of_run<P>(dy, n, T(0), [](const P& g) { return g; }));
  const T* old = dx;
  impl::map_run<P>(
      n, dx, [whole](const P& d, const P& g, const P& v) { return d + (g - exponential(v) * whole); }, old, dy, y);
}

/// Calls f(y, dy, dx) with the channels of each pixel.
template <class T, class F>
constexpr void for_gradient_pixels(const TrainingStep& t, const SampleContext<T>& c, const Buffer& bv, const T* v,
                                   F f) {
  const GradientView<T> d = gradient_of(t, c, 0);
  if (d.dx == nullptr) return;
  const T* dy = c.memory.arena + t.dy.offset;
  for (std::int64_t i = 0; i < t.dy.map.height(); ++i)
    for (std::int64_t j = 0; j < t.dy.map.width(); ++j)
      f(v + pixel_at(bv, i, j), dy + pixel_at(t.dy, i, j), d.dx + pixel_at(d.buffer, i, j));
}

}  // namespace kernels

template <>
struct Operator<Kind::softmax> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::for_pixels(s.y.map, s.x, kernels::begin_of(s.x, m), s.y, kernels::result_of(s, m),
                        [&](const T* x, T* y) { kernels::softmax<P>(x, y, s.y.map.channels()); });
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Buffer& y = t.forward.y;
    kernels::for_gradient_pixels(t, c, y, kernels::begin_of(y, c.memory), [&](const T* v, const T* dy, T* dx) {
      kernels::softmax_gradient<P>(v, dy, dx, y.map.channels());
    });
  }
};

template <>
struct Operator<Kind::log_softmax> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::for_pixels(s.y.map, s.x, kernels::begin_of(s.x, m), s.y, kernels::result_of(s, m),
                        [&](const T* x, T* y) { kernels::log_softmax<P>(x, y, s.y.map.channels()); });
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Buffer& y = t.forward.y;
    kernels::for_gradient_pixels(t, c, y, kernels::begin_of(y, c.memory), [&](const T* v, const T* dy, T* dx) {
      kernels::log_softmax_gradient<P>(v, dy, dx, y.map.channels());
    });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

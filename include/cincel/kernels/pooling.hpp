// Pooling, forward and backward: windows clipped to the map, vectors along the channels.
//
//     for each output pixel
//       the window's rows and columns that lie inside the map
//       for each vector of channels: max or mean over them
//
// A maximum is NaN if one of its numbers is. Means and the gradients of theirs are long sums: 1e-5 of the mean of the
// numbers' magnitudes whatever the window (simd/long_sum.hpp).
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/simd/long_sum.hpp>

#include <limits>

namespace cincel::inline CINCEL_ISA {
namespace kernels {

/// A clipped window: rows [top, bottom), columns [left, right) of the map, and the pixels that a mean divides by.
struct ClippedWindow {
  std::int64_t top, bottom, left, right, counted;
  constexpr std::int64_t pixels() const { return (bottom - top) * (right - left); }
};

/// The window of output pixel (i, j). Padding counts up to the declared padding, never beyond (what hangs over because
/// of `CeilMode` does not).
constexpr ClippedWindow clip_window(const Op& op, const Shape& map, std::int64_t i, std::int64_t j) {
  const Window& w = op.window;
  const auto cut = [](std::int64_t at, std::int64_t end) { return at < 0 ? 0 : at > end ? end : at; };
  const std::int64_t top = i * w.stride.h - w.pad.top, left = j * w.stride.w - w.pad.left;
  const std::int64_t bottom = top + w.kernel.h, right = left + w.kernel.w;
  ClippedWindow c{cut(top, map.height()), cut(bottom, map.height()), cut(left, map.width()), cut(right, map.width()),
                  0};
  c.counted = c.pixels();
  if (op.variant == static_cast<std::uint8_t>(Padding_counts::yes)) {
    const std::int64_t end_h = op.in.height() + w.pad.bottom, end_w = op.in.width() + w.pad.right;
    c.counted = ((bottom < end_h ? bottom : end_h) - top) * ((right < end_w ? right : end_w) - left);
  }
  return c;
}

/// What a pooling makes of the numbers under its window. A sum of up to 128 terms needs no long sum.
enum class Pool : std::uint8_t { maximum, short_sum, long_sum };
constexpr Pool sum_of(std::int64_t terms) { return terms > sum_block ? Pool::long_sum : Pool::short_sum; }

/// The largest of packs, or their sum; without any, 0.
template <class P, Pool How>
struct Pooled : LongSum<P> {
  constexpr explicit Pooled(bool) {}
};
template <class P>
struct Pooled<P, Pool::short_sum> {
  P total{typename P::value_type(0)};
  constexpr explicit Pooled(bool) {}
  [[gnu::always_inline]] constexpr void add(const P& x) { total = total + x; }
  [[gnu::always_inline]] constexpr P value() const { return total; }
};
template <class P>
struct Pooled<P, Pool::maximum> {
  P best;
  constexpr explicit Pooled(bool any)
      : best(any ? -std::numeric_limits<typename P::value_type>::infinity() : typename P::value_type(0)) {}
  [[gnu::always_inline]] constexpr void add(const P& x) { best = maximum(x, best); }
  [[gnu::always_inline]] constexpr P value() const { return best; }
};

/// Max or average pooling; `x` and `y` are the begins of the buffers. A window without a pixel makes 0.
template <class P, Pool How, class T>
constexpr void pool2d(const Op& op, const Buffer& bx, const Buffer& by, const T* x, T* y) {
  const std::int64_t channels = bx.map.channels();
  for (std::int64_t i = 0; i < by.map.height(); ++i)
    for (std::int64_t j = 0; j < by.map.width(); ++j) {
      const ClippedWindow c = clip_window(op, bx.map, i, j);
      const std::int64_t pixels = c.pixels();
      const T scale = pixels > 0 ? T(1) / static_cast<T>(c.counted) : T(0);
      const auto reduce = [&](std::int64_t k, auto load_at) {
        Pooled<P, How> v(pixels > 0);
        for (std::int64_t r = c.top; r < c.bottom; ++r)
          for (std::int64_t s = c.left; s < c.right; ++s) v.add(load_at(x + pixel_at(bx, r, s) + k));
        return How == Pool::maximum ? v.value() : v.value() * P(scale);
      };
      T* to = y + pixel_at(by, i, j);
      for_packs<P>(
          channels, [&](std::int64_t k) { store_lanes(to + k, reduce(k, [](const T* p) { return load<P>(p); })); },
          [&](std::int64_t k, std::int64_t n) {
            store_partial(to + k, reduce(k, [n](const T* p) { return load_partial<P>(p, n, T(0)); }), n);
          });
    }
}

/// Whether the windows cover each pixel of the map exactly once.
constexpr bool windows_tile(const Window& w, const Buffer& bx, const Buffer& by) {
  return w.kernel == w.stride && !w.pad.any() && by.map.height() * w.kernel.h == bx.map.height() &&
         by.map.width() * w.kernel.w == bx.map.width();
}

/// Max pooling backwards: the gradient goes to the first largest value of each window, to its first NaN if it has one.
/// It is added to dx or, if the windows tile the map, may be written to it.
template <class P, bool Write, class T>
constexpr void max_pool2d_gradient(const Op& op, const Buffer& bx, const Buffer& by, const Buffer& bd, const T* x,
                                   const T* y, const T* dy, T* dx) {
  const std::int64_t channels = bx.map.channels();
  for (std::int64_t i = 0; i < by.map.height(); ++i)
    for (std::int64_t j = 0; j < by.map.width(); ++j) {
      const ClippedWindow c = clip_window(op, bx.map, i, j);
      const std::int64_t out = pixel_at(by, i, j);
      for_packs<P>(
          channels,
          [&](std::int64_t k) {
            const P zero(T(0)), best = load<P>(y + out + k);
            P left = load<P>(dy + out + k);  // what has not found its place yet
            for (std::int64_t r = c.top; r < c.bottom; ++r)
              for (std::int64_t s = c.left; s < c.right; ++s) {
                const std::int64_t at = pixel_at(bd, r, s) + k;
                const P v = load<P>(x + pixel_at(bx, r, s) + k);
                const auto here = v == best || is_nan(v);
                const P mine = select(here, left, zero);
                store_lanes(dx + at, Write ? mine : load<P>(dx + at) + mine);
                left = select(here, zero, left);
              }
          },
          [&](std::int64_t k, std::int64_t n) {
            for (std::int64_t e = k; e < k + n; ++e) {
              bool found = false;
              for (std::int64_t r = c.top; r < c.bottom; ++r)
                for (std::int64_t s = c.left; s < c.right; ++s) {
                  const std::int64_t at = pixel_at(bd, r, s) + e;
                  const T v = x[pixel_at(bx, r, s) + e];
                  const bool here = !found && (v == y[out + e] || v != v);
                  const T mine = here ? dy[out + e] : T(0);
                  dx[at] = Write ? mine : dx[at] + mine;
                  found = found || here;
                }
            }
          });
    }
}

/// Average pooling backwards: dy / pixels to each pixel of the window. dx must be begun.
template <class P, class T>
constexpr void average_pool2d_gradient(const Op& op, const Buffer& bx, const Buffer& by, const T* dy, T* dx) {
  const std::int64_t channels = bx.map.channels();
  for (std::int64_t i = 0; i < by.map.height(); ++i)
    for (std::int64_t j = 0; j < by.map.width(); ++j) {
      const ClippedWindow c = clip_window(op, bx.map, i, j);
      if (c.pixels() <= 0) continue;
      const P scale(T(1) / static_cast<T>(c.counted));
      const T* from = dy + pixel_at(by, i, j);
      for (std::int64_t r = c.top; r < c.bottom; ++r)
        for (std::int64_t s = c.left; s < c.right; ++s) {
          T* to = dx + pixel_at(bx, r, s);
          const T* old = to;
          impl::map_run<P>(
              channels, to, [scale](const P& g, const P& d) { return multiply_add(g, scale, d); }, from, old);
        }
    }
}

/// The mean or the maximum of each channel over the whole map.
template <class P, Pool How, class T>
constexpr void global_pool(const Buffer& bx, const T* x, T* y) {
  const T scale = T(1) / static_cast<T>(bx.map.height() * bx.map.width());
  const auto reduce = [&](std::int64_t k, auto load_at) {
    Pooled<P, How> total(true);
    for (std::int64_t i = 0; i < bx.map.height(); ++i) {
      const T* row = x + pixel_at(bx, i, 0) + k;
      for (std::int64_t j = 0; j < bx.map.width(); ++j) total.add(load_at(row + j * bx.pixel));
    }
    return How == Pool::maximum ? total.value() : total.value() * P(scale);
  };
  for_packs<P>(
      bx.map.channels(), [&](std::int64_t k) { store_lanes(y + k, reduce(k, [](const T* p) { return load<P>(p); })); },
      [&](std::int64_t k, std::int64_t n) {
        store_partial(y + k, reduce(k, [n](const T* p) { return load_partial<P>(p, n, T(0)); }), n);
      });
}

/// The window that a global pooling has.
constexpr Op whole_window(const Step& s) {
  Op op;
  op.in = s.x.map;
  op.window.kernel = {static_cast<int>(s.x.map.height()), static_cast<int>(s.x.map.width())};
  return op;
}

}  // namespace kernels

template <>
struct Operator<Kind::max_pooling2d> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::pool2d<P, kernels::Pool::maximum>(s.op, s.x, s.y, kernels::begin_of(s.x, m), kernels::result_of(s, m));
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    const T *x = kernels::begin_of(s.x, c.memory), *y = c.memory.arena + s.y.offset, *dy = c.memory.arena + t.dy.offset;
    if (begins_itself(t, c))
      kernels::max_pool2d_gradient<P, true>(s.op, s.x, s.y, d.buffer, x, y, dy, d.dx);
    else
      kernels::max_pool2d_gradient<P, false>(s.op, s.x, s.y, d.buffer, x, y, dy, d.dx);
  }
  /// Whether the backward pass writes all of dx, so that it need not be zeroed before.
  template <class T>
  static bool begins_itself(const TrainingStep& t, const SampleContext<T>& c) {
    return c.gradients[t.forward.first_operand].first &&
           kernels::windows_tile(t.forward.op.window, t.forward.x, t.forward.y);
  }
};

template <>
struct Operator<Kind::average_pooling2d> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const T* x = kernels::begin_of(s.x, m);
    if (kernels::sum_of(std::int64_t{s.op.window.kernel.h} * s.op.window.kernel.w) == kernels::Pool::short_sum)
      kernels::pool2d<P, kernels::Pool::short_sum>(s.op, s.x, s.y, x, kernels::result_of(s, m));
    else
      kernels::pool2d<P, kernels::Pool::long_sum>(s.op, s.x, s.y, x, kernels::result_of(s, m));
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    kernels::average_pool2d_gradient<P>(t.forward.op, d.buffer, t.dy, c.memory.arena + t.dy.offset, d.dx);
  }
};

template <>
struct Operator<Kind::global_average_pooling2d> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const T* x = kernels::begin_of(s.x, m);
    T* y = kernels::result_of(s, m) + s.y.first();
    if (kernels::sum_of(s.x.map.height() * s.x.map.width()) == kernels::Pool::short_sum)
      kernels::global_pool<P, kernels::Pool::short_sum>(s.x, x, y);
    else
      kernels::global_pool<P, kernels::Pool::long_sum>(s.x, x, y);
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    const Buffer pixel = dense_buffer(Shape(1, 1, t.dy.map.volume()));
    kernels::average_pool2d_gradient<P>(kernels::whole_window(t.forward), d.buffer, pixel,
                                        c.memory.arena + t.dy.offset + t.dy.first(), d.dx);
  }
};

template <>
struct Operator<Kind::global_max_pooling2d> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::global_pool<P, kernels::Pool::maximum>(s.x, kernels::begin_of(s.x, m), kernels::result_of(s, m) + s.y.first());
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    const Buffer pixel = dense_buffer(Shape(1, 1, t.dy.map.volume()));
    kernels::max_pool2d_gradient<P, false>(kernels::whole_window(s), s.x, pixel, d.buffer,
                                           kernels::begin_of(s.x, c.memory), c.memory.arena + s.y.offset + s.y.first(),
                                           c.memory.arena + t.dy.offset + t.dy.first(), d.dx);
  }
};

}  // namespace cincel::inline CINCEL_ISA

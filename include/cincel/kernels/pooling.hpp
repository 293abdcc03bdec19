// Pooling, forward and backward: windows clipped to the map, vectors along the channels.
//
//     for each output pixel
//       the window's rows and columns that lie inside the map
//       for each vector of channels: max or mean over them
//
// A maximum is NaN if one of its numbers is. Means are long sums: 1e-5 of the mean of the numbers' magnitudes whatever
// the window (simd/long_sum.hpp). A pixel's gradient is a plain sum over the windows that it stands in.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/simd/long_sum.hpp>

#include <limits>

namespace cincel {
inline namespace CINCEL_ISA {
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

/// The largest of packs; without any, 0.
template <class P>
class Largest {
  using T = typename P::value_type;

 public:
  constexpr explicit Largest(bool any) : best_(any ? -std::numeric_limits<T>::infinity() : T(0)) {}
  [[gnu::always_inline]] constexpr void add(const P& x) { best_ = maximum(x, best_); }
  [[gnu::always_inline]] constexpr P value() const { return best_; }

 private:
  P best_;
};

/// The mean of packs, of which a window counts so many; without any, 0.
template <class P, class Sum>
class Mean {
  using T = typename P::value_type;

 public:
  constexpr explicit Mean(std::int64_t counted) : share_(counted > 0 ? T(1) / static_cast<T>(counted) : T(0)) {}
  [[gnu::always_inline]] constexpr void add(const P& x) { sum_.add(x); }
  [[gnu::always_inline]] constexpr P value() const { return sum_.value() * P(share_); }

 private:
  T share_;
  Sum sum_;
};

/// y of each output pixel and vector of channels is the value of `begin(window)` after all pixels under the window were
/// added to it. `x` and `y` are the begins of the buffers.
template <class P, class T, class Begin>
constexpr void pool2d(const Op& op, const Buffer& bx, const Buffer& by, const T* x, T* y, Begin begin) {
  for (std::int64_t i = 0; i < by.map.height(); ++i)
    for (std::int64_t j = 0; j < by.map.width(); ++j) {
      const ClippedWindow c = clip_window(op, bx.map, i, j);
      const auto none = begin(c);
      const auto reduce = [&](std::int64_t k, auto load_at) {
        auto pooled = none;
        for (std::int64_t r = c.top; r < c.bottom; ++r) {
          const T* row = x + pixel_at(bx, r, c.left) + k;
          for (std::int64_t s = 0; s < c.right - c.left; ++s) pooled.add(load_at(row + s * bx.pixel));
        }
        return pooled.value();
      };
      T* to = y + pixel_at(by, i, j);
      for_packs<P>(
          bx.map.channels(),
          [&](std::int64_t k) { store_lanes(to + k, reduce(k, [](const T* p) { return load<P>(p); })); },
          [&](std::int64_t k, std::int64_t n) {
            store_partial(to + k, reduce(k, [n](const T* p) { return load_partial<P>(p, n, T(0)); }), n);
          });
    }
}
template <class P, class T>
constexpr void max_pool2d(const Op& op, const Buffer& bx, const Buffer& by, const T* x, T* y) {
  pool2d<P>(op, bx, by, x, y, [](const ClippedWindow& c) { return Largest<P>(c.pixels() > 0); });
}
template <class P, class T>
constexpr void average_pool2d(const Op& op, const Buffer& bx, const Buffer& by, const T* x, T* y) {
  with_sum<P>(std::int64_t{op.window.kernel.h} * op.window.kernel.w, [&](const auto& sum) {
    using Sum = std::remove_cvref_t<decltype(sum)>;
    pool2d<P>(op, bx, by, x, y, [](const ClippedWindow& c) { return Mean<P, Sum>(c.pixels() > 0 ? c.counted : 0); });
  });
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

/// The window that a global pooling has.
constexpr Op whole_window(const Step& s) {
  Op op;
  op.in = s.x.map;
  op.window.kernel = {static_cast<int>(s.x.map.height()), static_cast<int>(s.x.map.width())};
  return op;
}
/// The values of a vector, which lie one after another, as the channels of one pixel.
constexpr Buffer one_pixel(const Buffer& vector) { return dense_buffer(Shape(1, 1, vector.map.volume())); }

}  // namespace kernels

template <>
struct Operator<Kind::max_pooling2d> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::max_pool2d<P>(s.op, s.x, s.y, kernels::begin_of(s.x, m), kernels::result_of(s, m));
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
    kernels::average_pool2d<P>(s.op, s.x, s.y, kernels::begin_of(s.x, m), kernels::result_of(s, m));
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
    kernels::average_pool2d<P>(kernels::whole_window(s), s.x, kernels::one_pixel(s.y), kernels::begin_of(s.x, m),
                               kernels::result_of(s, m) + s.y.first());
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    kernels::average_pool2d_gradient<P>(kernels::whole_window(t.forward), d.buffer, kernels::one_pixel(t.dy),
                                        c.memory.arena + t.dy.offset + t.dy.first(), d.dx);
  }
};

template <>
struct Operator<Kind::global_max_pooling2d> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::max_pool2d<P>(kernels::whole_window(s), s.x, kernels::one_pixel(s.y), kernels::begin_of(s.x, m),
                           kernels::result_of(s, m) + s.y.first());
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    kernels::max_pool2d_gradient<P, false>(kernels::whole_window(s), s.x, kernels::one_pixel(t.dy), d.buffer,
                                           kernels::begin_of(s.x, c.memory), c.memory.arena + s.y.offset + s.y.first(),
                                           c.memory.arena + t.dy.offset + t.dy.first(), d.dx);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

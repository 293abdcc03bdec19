// Numbers moved without change: permutations, crops, paddings, repeats, blocks to depth, slices; and resizing.
//
//     y = 0 if not all of it is written
//     for each of the outer loops of the rearrangement
//       a run of the innermost one: y[to + i · step] = x[from + i · step]
#pragma once

#include <cincel/kernels/channel_sums.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Calls run(from, to, n, from_stride, to_stride) for each run of the innermost loop; places are counted from the
/// begins of the buffers.
template <class Run>
constexpr void for_runs_of(const Rearrangement& r, const Buffer& bx, const Buffer& by, Run run) {
  const auto stride = [](const Buffer& b, int axis, std::int64_t step) {
    return step * (axis == 0 ? b.row : axis == 1 ? b.pixel : 1);
  };
  std::int64_t from[6]{}, to[6]{}, at[6]{};
  for (int d = 0; d < r.loops; ++d) {
    from[d] = stride(bx, r.loop[d].from_axis, r.loop[d].from_step);
    to[d] = stride(by, r.loop[d].to_axis, r.loop[d].to_step);
  }
  std::int64_t f = pixel_at(bx, r.from[0], r.from[1]) + r.from[2], t = pixel_at(by, r.to[0], r.to[1]) + r.to[2];
  const int last = r.loops - 1;
  for (;;) {
    run(f, t, std::int64_t{r.loop[last].n}, from[last], to[last]);
    int d = last - 1;
    for (; d >= 0; --d) {
      f += from[d];
      t += to[d];
      if (++at[d] < r.loop[d].n) break;
      f -= at[d] * from[d];
      t -= at[d] * to[d];
      at[d] = 0;
    }
    if (d < 0) return;
  }
}

/// A rearrangement cut in two: the loops that walk its input, and those that repeat each number of it.
struct RepeatCut {
  Rearrangement walk, repeat;
};
constexpr RepeatCut cut_repeats(const Rearrangement& r) {
  RepeatCut c{r, r};
  c.walk.loops = c.repeat.loops = 0;
  for (int d = 0; d < r.loops; ++d) {
    Rearrangement& part = r.loop[d].from_step == 0 ? c.repeat : c.walk;
    part.loop[part.loops++] = r.loop[d];
  }
  c.repeat.from[0] = c.repeat.from[1] = c.repeat.from[2] = 0;
  c.repeat.to[0] = c.repeat.to[1] = c.repeat.to[2] = 0;
  return c;
}

/// dx += dy where it went, for a rearrangement that repeats numbers: each gets a long sum, to 1e-5 of its terms'
/// magnitudes.
template <class T>
constexpr void repeated_gradient(const RepeatCut& cut, const Buffer& bx, const Buffer& by, const T* dy, T* dx) {
  using One = scalar_pack<T, 1>;
  const std::int64_t origin = pixel_at(by, 0, 0);
  const auto repeated = [&](const T* g) {
    LongSum<One> sum;
    for_runs_of(cut.repeat, bx, by, [&](std::int64_t, std::int64_t to, std::int64_t n, std::int64_t, std::int64_t ts) {
      for (std::int64_t i = 0; i < n; ++i) sum.add(One(g[to - origin + i * ts]));
    });
    return sum.value().v[0];
  };
  const auto run = [&](std::int64_t from, std::int64_t to, std::int64_t n, std::int64_t fs, std::int64_t ts) {
    for (std::int64_t i = 0; i < n; ++i) dx[from + i * fs] += repeated(dy + to + i * ts);
  };
  if (cut.walk.loops > 0) return for_runs_of(cut.walk, bx, by, run);
  const Rearrangement& r = cut.walk;
  run(pixel_at(bx, r.from[0], r.from[1]) + r.from[2], pixel_at(by, r.to[0], r.to[1]) + r.to[2], 1, 1, 1);
}

/// dx += dy where it went.
template <class P, class T>
constexpr void rearrange_gradient(const Rearrangement& r, const Buffer& bx, const Buffer& by, const T* dy, T* dx) {
  const RepeatCut cut = cut_repeats(r);
  if (cut.repeat.loops > 0) return repeated_gradient(cut, bx, by, dy, dx);
  for_runs_of(r, bx, by, [&](std::int64_t from, std::int64_t to, std::int64_t n, std::int64_t fs, std::int64_t ts) {
    T* d = dx + from;
    const T* old = d;
    if (fs == 1 && ts == 1) return impl::map_run<P>(n, d, [](const P& a, const P& g) { return a + g; }, old, dy + to);
    for (std::int64_t i = 0; i < n; ++i) d[i * fs] += dy[to + i * ts];
  });
}

/// Where pixel `i` of `out` lies among `in` pixels: between `low` and `high`, `share` of the way; on `low` alone where
/// the share is 0, so that a neighbour that has no part in it (NaN, say) is not read. Pixels are squares
/// whose centres lie at halves, as in Keras and in PyTorch without align_corners.
struct Sample {
  std::int64_t low, high;
  double share;
};

constexpr Sample sample_at(std::int64_t i, std::int64_t in, std::int64_t out, Interpolation how) {
  if (how == Interpolation::nearest) {
    const std::int64_t at = (2 * i + 1) * in / (2 * out);  // the pixel that the centre, (i + 1/2) · in / out, lies in
    return {at, at, 0};
  }
  const double x = (static_cast<double>(i) + 0.5) * static_cast<double>(in) / static_cast<double>(out) - 0.5;
  const double inside = x < 0 ? 0 : x;
  auto low = static_cast<std::int64_t>(inside);
  if (low > in - 1) low = in - 1;
  const double share = low + 1 < in ? inside - static_cast<double>(low) : 0;
  return {low, share > 0 ? low + 1 : low, share};
}

/// Calls f(row, column, down, right) for each pixel of the output with where it lies in the input.
template <class F>
constexpr void for_resized_pixels(const Step& s, Interpolation how, F f) {
  for (std::int64_t i = 0; i < s.y.map.height(); ++i) {
    const Sample v = sample_at(i, s.x.map.height(), s.y.map.height(), how);
    for (std::int64_t j = 0; j < s.y.map.width(); ++j) f(i, j, v, sample_at(j, s.x.map.width(), s.y.map.width(), how));
  }
}

/// The outputs that pixel `x` of `in` reaches, [first, end), and the share of it in output `i`.
struct Reached {
  std::int64_t first, end;
};
constexpr double share_of(std::int64_t x, const Sample& s) {
  return (s.low == x ? 1 - s.share : 0) + (s.high == x ? s.share : 0);
}
/// `from` is the first output that pixel x − 1 reached: what is reached moves on with x.
constexpr Reached reached_by(std::int64_t x, std::int64_t in, std::int64_t out, Interpolation how, std::int64_t from) {
  while (from < out && sample_at(from, in, out, how).high < x) ++from;
  std::int64_t end = from;
  while (end < out && sample_at(end, in, out, how).low <= x) ++end;
  return {from, end};
}

/// No fewer than the outputs that a pixel reaches along an axis.
constexpr std::int64_t most_reached(std::int64_t in, std::int64_t out) { return 2 * (out / in + 1); }

/// dx += the shares of dy, output by output: a plain sum for each pixel of the input.
template <class P, class T>
constexpr void resize_gradient(const TrainingStep& t, Interpolation how, const GradientView<T>& d, const T* dy) {
  for_resized_pixels(t.forward, how, [&](std::int64_t i, std::int64_t j, const Sample& v, const Sample& h) {
    const T* g = dy + pixel_at(t.dy, i, j);
    const auto add = [&](std::int64_t row, std::int64_t column, double share) {
      if (share == 0) return;
      T* dx = d.dx + pixel_at(d.buffer, row, column);
      const T* old = dx;
      const P scale(static_cast<T>(share));
      impl::map_run<P>(
          t.dy.map.channels(), dx, [scale](const P& a, const P& b) { return multiply_add(scale, b, a); }, old, g);
    };
    add(v.low, h.low, (1 - v.share) * (1 - h.share));
    add(v.low, h.high, (1 - v.share) * h.share);
    add(v.high, h.low, v.share * (1 - h.share));
    add(v.high, h.high, v.share * h.share);
  });
}

/// The same input pixel by input pixel: a long sum over the outputs that each reaches, to 1e-5 of the terms' magnitudes.
template <class P, class T>
constexpr void long_resize_gradient(const TrainingStep& t, Interpolation how, const GradientView<T>& d, const T* dy) {
  const std::int64_t in_h = t.forward.x.map.height(), in_w = t.forward.x.map.width();
  const std::int64_t out_h = t.dy.map.height(), out_w = t.dy.map.width();
  Reached v{0, 0};
  for (std::int64_t r = 0; r < in_h; ++r) {
    v = reached_by(r, in_h, out_h, how, v.first);
    Reached h{0, 0};
    for (std::int64_t c = 0; c < in_w; ++c) {
      h = reached_by(c, in_w, out_w, how, h.first);
      T* dx = d.dx + pixel_at(d.buffer, r, c);
      for_channels<P>(t.dy.map.channels(), [&](std::int64_t k, const auto& l) {
        LongSum<P> sum;
        for (std::int64_t i = v.first; i < v.end; ++i) {
          const double down = share_of(r, sample_at(i, in_h, out_h, how));
          for (std::int64_t j = h.first; j < h.end; ++j) {
            const P share(static_cast<T>(down * share_of(c, sample_at(j, in_w, out_w, how))));
            sum.add_product(share, l.get(dy + pixel_at(t.dy, i, j) + k));
          }
        }
        l.put(dx + k, l.get(dx + k) + sum.value());
      });
    }
  }
}

}  // namespace kernels

template <>
struct Operator<Kind::rearrange> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const T* x = kernels::begin_of(s.x, m);
    T* y = kernels::result_of(s, m);
    if (!s.rearrangement.whole)
      kernels::for_pixels(s.y.map, s.y, y, s.y, y, [&](T* p, T*) { kernels::fill_zero(p, s.y.map.channels()); });
    kernels::for_runs_of(s.rearrangement, s.x, s.y,
                         [&](std::int64_t from, std::int64_t to, std::int64_t n, std::int64_t fs, std::int64_t ts) {
                           if (fs == 1 && ts == 1)
                             return kernels::impl::map_run<P>(n, y + to, [](const P& v) { return v; }, x + from);
                           for (std::int64_t i = 0; i < n; ++i) y[to + i * ts] = x[from + i * fs];
                         });
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    kernels::rearrange_gradient<P>(t.forward.rearrangement, d.buffer, t.dy, c.memory.arena + t.dy.offset, d.dx);
  }
};

template <>
struct Operator<Kind::resize> {
  template <class P, StepKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    constexpr auto how = static_cast<Interpolation>(Key.variant);
    const T* x = kernels::begin_of(s.x, m);
    T* y = kernels::result_of(s, m);
    kernels::for_resized_pixels(s, how, [&](std::int64_t i, std::int64_t j, kernels::Sample v, kernels::Sample h) {
      T* to = y + pixel_at(s.y, i, j);
      const T* a = x + pixel_at(s.x, v.low, h.low);
      if constexpr (how == Interpolation::nearest) {
        kernels::impl::map_run<P>(s.y.map.channels(), to, [](const P& p) { return p; }, a);
      } else {
        const P right(static_cast<T>(h.share)), down(static_cast<T>(v.share));
        kernels::impl::map_run<P>(
            s.y.map.channels(), to,
            [=](const P& p, const P& q, const P& r, const P& z) {
              const P top = multiply_add(right, q - p, p), bottom = multiply_add(right, z - r, r);
              return multiply_add(down, bottom - top, top);
            },
            a, x + pixel_at(s.x, v.low, h.high), x + pixel_at(s.x, v.high, h.low), x + pixel_at(s.x, v.high, h.high));
      }
    });
  }
  template <class P, StepKey Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    constexpr auto how = static_cast<Interpolation>(Key.variant);
    const Shape &in = t.forward.x.map, &out = t.dy.map;
    const std::int64_t terms =
        kernels::most_reached(in.height(), out.height()) * kernels::most_reached(in.width(), out.width());
    if (terms > sum_block)
      kernels::long_resize_gradient<P>(t, how, d, c.memory.arena + t.dy.offset);
    else
      kernels::resize_gradient<P>(t, how, d, c.memory.arena + t.dy.offset);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

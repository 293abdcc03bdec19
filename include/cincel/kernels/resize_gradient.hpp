// Gradient of resizing: output by output, or, where a pixel reaches many outputs, pixel by pixel as long sums.
#pragma once

#include <cincel/kernels/channel_sums.hpp>
#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/resize.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

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
struct OperatorGradient<Kind::resize> : kernels::KeyedBy<&Op::interpolation> {
  template <class P, auto Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    constexpr Interpolation how = Key;
    const Shape &in = t.forward.x.map, &out = t.dy.map;
    const std::int64_t terms =
        kernels::most_reached(in.height(), out.height()) * kernels::most_reached(in.width(), out.width());
    if (terms > sum_block)
      kernels::long_resize_gradient<P>(t, how, d, kernels::result_gradient(t, c));
    else
      kernels::resize_gradient<P>(t, how, d, kernels::result_gradient(t, c));
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

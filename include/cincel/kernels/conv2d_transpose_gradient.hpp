// Gradients of a transposed convolution. Weights are [R][S][K][C] (K output channels). Where little is zero, for each tap
// the pairs of pixels that it joins are points (kernels/point_products.hpp):
//
//     dw[tap][k][:] += the outer products of g and x
//     dx(pixel)[:]  += the inner products of g and w[tap]
//
// else only what is not zero is walked:
//
//     for each tap, each vector of output channels: the lists of their gradients over the input's pixels
//       dw[tap][k][:] += sum over the list of g · x(pixel)[:]
//     for each input pixel, each tap: the list of its output channels' gradients
//       dx(pixel)[:] += sum over the list of g · w[tap][k][:]
//
// All are long sums: 1e-5 of the sum of the terms' magnitudes, however large the map is.
#pragma once

#include <cincel/kernels/channel_sums.hpp>
#include <cincel/kernels/conv2d_dense_gradient.hpp>
#include <cincel/kernels/nonzero.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/point_products.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Pairs of pixels that are taken at once.
constexpr std::int64_t pairs_at_once(const Op& op) {
  return points_at_once(op.in.height() * op.in.width(), op.out.channels());
}

namespace impl {

/// Calls f(input row, input column, output row, output column) for the pairs of pixels that tap (r, q) joins.
template <class F>
constexpr void for_pixels_of_tap(const Op& op, const Shape& in, const Shape& out, std::int64_t r, std::int64_t q, F f) {
  const Window& w = op.window;
  for (std::int64_t i = 0; i < in.height(); ++i) {
    const std::int64_t row = i * w.stride.h + r * w.dilation.h - w.pad.top;
    if (row < 0 || row >= out.height()) continue;
    for (std::int64_t j = 0; j < in.width(); ++j) {
      const std::int64_t column = j * w.stride.w + q * w.dilation.w - w.pad.left;
      if (column >= 0 && column < out.width()) f(i, j, row, column);
    }
  }
}

/// dw of all taps for the vector of output channels from channel `k`.
template <class P, class T>
constexpr void conv2d_transpose_weight_gradient(const TrainingStep& t, const T* x, const T* dy, T* dw, std::int64_t k,
                                                Nonzero<T>* lists) {
  const Step& s = t.forward;
  const std::int64_t in = s.op.in.channels(), out = s.op.out.channels(), n = out - k,
                     pixels = s.x.map.height() * s.x.map.width();
  for (std::int64_t r = 0; r < s.op.window.kernel.h; ++r)
    for (std::int64_t q = 0; q < s.op.window.kernel.w; ++q) {
      std::int64_t count[P::size]{};
      for_pixels_of_tap(s.op, s.x.map, t.dy.map, r, q,
                        [&](std::int64_t i, std::int64_t j, std::int64_t row, std::int64_t column) {
                          const auto at = static_cast<std::int32_t>(pixel_at(s.x, i, j));
                          const T* g = dy + pixel_at(t.dy, row, column) + k;
                          for_nonzero<P, Activation::none>(
                              g, g, n, 0, [&](int lane, T v) { lists[lane * pixels + count[lane]++] = {at, v}; });
                        });
      T* to = dw + ((r * s.op.window.kernel.w + q) * out + k) * in;
      for (std::int64_t lane = 0; lane < (n < lanes<P> ? n : lanes<P>); ++lane)
        add_scaled<P>(lists + lane * pixels, count[lane], x, 1, to + lane * in, in);
    }
}

/// dx of all pixels.
template <class P, class T>
constexpr void conv2d_transpose_input_gradient(const TrainingStep& t, const GradientView<T>& d, const T* dy, const T* w,
                                               Nonzero<T>* list) {
  const Op& op = t.forward.op;
  const std::int64_t in = op.in.channels(), out = op.out.channels();
  for (std::int64_t r = 0; r < op.window.kernel.h; ++r)
    for (std::int64_t q = 0; q < op.window.kernel.w; ++q) {
      const T* tap = w + (r * op.window.kernel.w + q) * out * in;
      for_pixels_of_tap(op, t.forward.x.map, t.dy.map, r, q,
                        [&](std::int64_t i, std::int64_t j, std::int64_t row, std::int64_t column) {
                          const T* g = dy + pixel_at(t.dy, row, column);
                          std::int64_t n = 0;
                          for (std::int64_t k = 0; k < out; k += lanes<P>)
                            for_nonzero<P, Activation::none>(g + k, g + k, out - k, 0, [&](int lane, T v) {
                              list[n++] = {static_cast<std::int32_t>((k + lane) * in), v};
                            });
                          add_scaled<P>(list, n, tap, 1, d.dx + pixel_at(d.buffer, i, j), in);
                        });
    }
}

/// dw and, where it is wanted, dx, with nothing skipped.
template <class P, class T>
constexpr void conv2d_transpose_dense_gradient(const TrainingStep& t, const GradientView<T>& d, const T* x, const T* dy,
                                               const T* w, T* dw, const PointRoom<T>& room) {
  const Op& op = t.forward.op;
  const Buffer& from = t.forward.x;
  const std::int64_t in = op.in.channels(), out = op.out.channels(), pitch = point_pitch(out), most = pairs_at_once(op);
  std::int64_t n = 0;
  const auto add = [&](std::int64_t tap) {
    const PointGradients<T> points{room.gradients, n, out, pitch};
    const PointRanges all{0, n};
    add_outer_products<P>(points, room.places, dw + tap * out * in, in, [&](auto run) { run(0, 0, in, all); });
    if (d.dx != nullptr) add_inner_products<P>(points, all, w + tap * out * in, in, room.places, 0, in);
    n = 0;
  };
  for (std::int64_t tap = 0; tap < taps_of(op); ++tap) {
    for_pixels_of_tap(op, from.map, t.dy.map, tap / op.window.kernel.w, tap % op.window.kernel.w,
                      [&](std::int64_t i, std::int64_t j, std::int64_t row, std::int64_t column) {
                        if (n == most) add(tap);
                        const T* const g = dy + pixel_at(t.dy, row, column);
                        room.places[n] = {x + pixel_at(from, i, j),
                                          d.dx == nullptr ? nullptr : d.dx + pixel_at(d.buffer, i, j)};
                        gather_point<P, Activation::none>(g, g, out, 0, room.gradients + n++ * pitch);
                      });
    if (n > 0) add(tap);
  }
}

}  // namespace impl
}  // namespace kernels

template <>
struct OperatorGradient<Kind::conv2d_transpose> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    const T *x = kernels::begin_of(s.x, c.memory), *dy = kernels::result_gradient(t, c);
    if (s.op.params > 1)
      kernels::add_channel_sums<P>(t.dy.map, kernels::parameter_gradient(t, c, 1),
                                   [&](std::int64_t i, std::int64_t j, std::int64_t k, const auto& l) {
                                     return l.get(dy + pixel_at(t.dy, i, j) + k);
                                   });
    const T* const w = kernels::parameter_value(t, c, 0);
    T* const dw = kernels::parameter_gradient(t, c, 0);
    if (kernels::is_dense<P, Activation::none>(t.dy.map, t.dy, dy, dy, 0, s.op.in.channels()))
      return kernels::impl::conv2d_transpose_dense_gradient<P>(t, d, x, dy, w, dw, c.points);
    for (std::int64_t k = 0; k < s.op.out.channels(); k += lanes<P>)
      kernels::impl::conv2d_transpose_weight_gradient<P>(t, x, dy, dw, k, c.lists);
    if (d.dx != nullptr) kernels::impl::conv2d_transpose_input_gradient<P>(t, d, dy, w, c.lists);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

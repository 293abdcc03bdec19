// Gradients of a depthwise convolution.
//
//     for each vector of channels, for each 3 x 3 or each row of 5 of its taps, whose sums stay in registers
//       for each output pixel: g = dy · f'(y)
//         for each tap: dw[tap] += g · x, and dx += g · w
//
// Kernels of other sizes take 25 taps at a time, whose sums stand in memory.
#pragma once

#include <cincel/kernels/channel_sums.hpp>
#include <cincel/kernels/depthwise_conv2d.hpp>
#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/windows.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

namespace impl {

/// Where the gradients of a depthwise convolution stand, at one vector of channels.
template <class T>
struct DepthwiseGradient {
  const T *y, *dy;
  T *dx, *dw, *db;  // dx and db may be null
};

/// Taps whose sums are kept at once.
inline constexpr int depthwise_taps = 25;

/// Adds up to `depthwise_taps` taps from tap `first`: their sums over the map stand in memory in the levels of a long
/// sum, and go to dw at the end. The pass of the first taps makes db.
template <class P, Activation F, bool Full, class T>
constexpr void depthwise_gradient_taps(const DepthwiseArgs<T>& a, const DepthwiseGradient<T>& d,
                                       const Lanes<P, Full>& l, std::int64_t first) {
  const std::int64_t all = a.taps_h * a.taps_w, n = all - first < depthwise_taps ? all - first : depthwise_taps;
  P part[depthwise_taps];
  LongSum<P> tap[depthwise_taps], bias;
  std::int64_t at[depthwise_taps]{}, left = sum_block;
  for (std::int64_t t = 0; t < n; ++t) {
    part[t] = P(T(0));
    at[t] = (first + t) / a.taps_w * a.tap_row + (first + t) % a.taps_w * a.tap_pixel;
  }
  const auto close = [&] {
    for (std::int64_t t = 0; t < n; ++t) tap[t].add_block(part[t]), part[t] = P(T(0));
    left = sum_block;
  };
  for (std::int64_t i = 0; i < a.rows; ++i)
    for (std::int64_t j = 0; j < a.columns; ++j) {
      const std::int64_t out = i * a.y_row + j * a.y_pixel, in = i * a.x_row + j * a.x_pixel;
      P g = l.get(d.dy + out);
      if constexpr (F != Activation::none) g = activation_gradient<F>(g, l.get(d.y + out), a.alpha);
      if (first == 0) bias.add(g);
      for (std::int64_t t = 0; t < n; ++t) {
        part[t] = multiply_add(g, l.get(a.x + in + at[t]), part[t]);
        if (d.dx == nullptr) continue;
        T* dx = d.dx + in + at[t];
        l.put(dx, multiply_add(g, l.get(a.weights + (first + t) * a.channels), l.get(dx)));
      }
      if (--left == 0) close();
    }
  close();
  for (std::int64_t t = 0; t < n; ++t) {
    T* dw = d.dw + (first + t) * a.channels;
    l.put(dw, l.get(dw) + tap[t].value());
  }
  if (first == 0 && d.db != nullptr) l.put(d.db, l.get(d.db) + bias.value());
}

/// The same for R x S taps from row `row` of the kernel, with their sums in registers.
template <class P, Activation F, int R, int S, bool Full, class T>
constexpr void depthwise_gradient_block(const DepthwiseArgs<T>& a, const DepthwiseGradient<T>& d,
                                        const Lanes<P, Full>& l, std::int64_t row) {
  constexpr int N = R * S;
  const T* const weights = a.weights + row * S * a.channels;
  const std::int64_t first = row * a.tap_row;
  P acc[1][static_cast<std::size_t>(N + 1)];  // the last is the bias's
  unroll<N + 1>([&](auto t) { acc[0][t()] = P(T(0)); });
  TileSums sums(acc);
  for (std::int64_t i = 0; i < a.rows; ++i)
    for (std::int64_t j = 0; j < a.columns;) {
      const std::int64_t end = j + sums.take(acc, a.columns - j);
      for (; j < end; ++j) {
        const std::int64_t out = i * a.y_row + j * a.y_pixel, in = first + i * a.x_row + j * a.x_pixel;
        P g = l.get(d.dy + out);
        if constexpr (F != Activation::none) g = activation_gradient<F>(g, l.get(d.y + out), a.alpha);
        acc[0][N] = acc[0][N] + g;
        unroll<N>([&](auto t) {
          acc[0][t()] = multiply_add(g, l.get(a.x + in + t() / S * a.tap_row + t() % S * a.tap_pixel), acc[0][t()]);
        });
        if (d.dx == nullptr) continue;
        unroll<N>([&](auto t) {
          T* const dx = d.dx + in + t() / S * a.tap_row + t() % S * a.tap_pixel;
          l.put(dx, multiply_add(g, l.get(weights + t() * a.channels), l.get(dx)));
        });
      }
    }
  sums.finish(acc);
  unroll<N>([&](auto t) {
    T* const dw = d.dw + (row * S + t()) * a.channels;
    l.put(dw, l.get(dw) + acc[0][t()]);
  });
  if (row == 0 && d.db != nullptr) l.put(d.db, l.get(d.db) + acc[0][N]);
}

}  // namespace impl

/// Adds to dx (may be null), dw [tap][channels] and db (may be null); x and dx begin at the window of output pixel 0.
/// dw and db are long sums over the map: 1e-5 of their terms' magnitudes. dx is a sum over the taps.
template <class P, Activation F, class T>
constexpr void depthwise_gradient(const DepthwiseArgs<T>& a, const T* y, const T* dy, T* dx, T* dw, T* db) {
  const auto from = [](auto* p, std::int64_t k) { return p == nullptr ? p : p + k; };
  const auto block = [&](std::int64_t k, const auto& l) {
    DepthwiseArgs<T> of = a;
    of.x = a.x + k;
    of.weights = a.weights + k;
    const impl::DepthwiseGradient<T> d{y + k, dy + k, from(dx, k), dw + k, from(db, k)};
    if (a.taps_h == 3 && a.taps_w == 3) return impl::depthwise_gradient_block<P, F, 3, 3>(of, d, l, 0);
    for (std::int64_t r = 0; a.taps_w == 5 && r < a.taps_h; ++r)
      impl::depthwise_gradient_block<P, F, 1, 5>(of, d, l, r);
    for (std::int64_t first = 0; a.taps_w != 5 && first < a.taps_h * a.taps_w; first += impl::depthwise_taps)
      impl::depthwise_gradient_taps<P, F>(of, d, l, first);
  };
  for_channels<P>(a.channels, block);
}

}  // namespace kernels

template <>
struct OperatorGradient<Kind::depthwise_conv2d> : kernels::KeyedByActivation {
  template <class P, auto Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    auto a = kernels::depthwise_args<T>(s);
    const std::int64_t window = kernels::first_window(s.op, s.x);
    a.x = kernels::begin_of(s.x, c.memory) + window;
    a.weights = kernels::parameter_value(t, c, 0);
    T* dx = kernels::gradient_of(t, c, 0).dx;
    kernels::depthwise_gradient<P, Key>(a, c.memory.arena + s.y.offset + s.y.first(),
                                        c.memory.arena + t.dy.offset + t.dy.first(),
                                        dx == nullptr ? nullptr : dx + window, kernels::parameter_gradient(t, c, 0),
                                        s.op.params > 1 ? kernels::parameter_gradient(t, c, 1) : nullptr);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

// Depthwise convolution: each channel by itself, vectors along the channels.
//
//     for each vector of channels
//       for each row of the output, for each tile of up to 4 (of 32 registers: 7) pixels
//         acc = bias
//         for each tap: w = load; for each pixel of the tile: acc += x · w
//         y = f(acc)
#pragma once

#include <cincel/kernels/conv2d_direct.hpp>

namespace cincel::inline CINCEL_ISA {
namespace kernels {

template <class T>
struct DepthwiseArgs {
  const T* x;  // the window of output pixel 0
  T* y;
  const T* weights;  // [tap][channels]
  const T* bias;
  std::int64_t rows, columns, channels;
  std::int64_t x_row, x_pixel;  // between windows
  std::int64_t taps_h, taps_w, tap_row, tap_pixel;
  std::int64_t y_row, y_pixel;
  T alpha;
};

template <class T>
constexpr DepthwiseArgs<T> depthwise_args(const Step& s) {
  const Window& w = s.op.window;
  DepthwiseArgs<T> a{};
  a.rows = s.op.out.height();
  a.columns = s.op.out.width();
  a.channels = s.op.out.channels();
  a.x_row = w.stride.h * s.x.row;
  a.x_pixel = w.stride.w * s.x.pixel;
  a.taps_h = w.kernel.h;
  a.taps_w = w.kernel.w;
  a.tap_row = w.dilation.h * s.x.row;
  a.tap_pixel = w.dilation.w * s.x.pixel;
  a.y_row = s.y.row;
  a.y_pixel = s.y.pixel;
  a.alpha = static_cast<T>(s.op.alpha);
  return a;
}

namespace impl {

/// M pixels of one vector of channels; `n` of its lanes are there (all if Full).
template <class P, Activation F, int M, bool Full, class T>
[[gnu::always_inline]] constexpr void depthwise_tile(const DepthwiseArgs<T>& a, const T* x, const T* w, const T* bias,
                                                     T* y, std::int64_t n) {
  const auto get = [&](const T* p) {
    if constexpr (Full)
      return load<P>(p);
    else
      return load_partial<P>(p, n, T(0));
  };
  P acc[M];
  const P b = get(bias);
  unroll<M>([&](auto m) { acc[m()] = b; });
  for (std::int64_t r = 0; r < a.taps_h; ++r) {
    const T* row = x + r * a.tap_row;
    for (std::int64_t s = 0; s < a.taps_w; ++s) {
      const P weight = get(w);
      unroll<M>([&](auto m) { acc[m()] = multiply_add(get(row + m() * a.x_pixel), weight, acc[m()]); });
      row += a.tap_pixel;
      w += a.channels;
    }
  }
  unroll<M>([&](auto m) {
    const P v = activate<F>(acc[m()], a.alpha);
    if constexpr (Full)
      store_lanes(y + m() * a.y_pixel, v);
    else
      store_partial(y + m() * a.y_pixel, v, n);
  });
}

template <class P, Activation F, bool Full, class T>
constexpr void depthwise_channels(const DepthwiseArgs<T>& a, std::int64_t k, std::int64_t n) {
  constexpr int M = register_count == 32 ? 7 : 4;
  for (std::int64_t i = 0; i < a.rows; ++i) {
    const T* x = a.x + i * a.x_row + k;
    T* y = a.y + i * a.y_row + k;
    std::int64_t j = 0;
    for (; j + M <= a.columns; j += M)
      depthwise_tile<P, F, M, Full>(a, x + j * a.x_pixel, a.weights + k, a.bias + k, y + j * a.y_pixel, n);
    for (; j < a.columns; ++j)
      depthwise_tile<P, F, 1, Full>(a, x + j * a.x_pixel, a.weights + k, a.bias + k, y + j * a.y_pixel, n);
  }
}

}  // namespace impl

template <class P, Activation F, class T>
constexpr void depthwise_conv2d(const DepthwiseArgs<T>& a) {
  for_packs<P>(
      a.channels, [&](std::int64_t k) { impl::depthwise_channels<P, F, true>(a, k, lanes<P>); },
      [&](std::int64_t k, std::int64_t n) { impl::depthwise_channels<P, F, false>(a, k, n); });
}

/// Adds to dx (may be null), dw [tap][channels] and db (may be null); x and dx begin at the window of output pixel 0.
template <class P, Activation F, class T>
constexpr void depthwise_gradient(const DepthwiseArgs<T>& a, const T* y, const T* dy, T* dx, T* dw, T* db) {
  const auto block = [&](std::int64_t k, auto get, auto put) {
    P bias(T(0));
    for (std::int64_t i = 0; i < a.rows; ++i)
      for (std::int64_t j = 0; j < a.columns; ++j) {
        const std::int64_t out = i * a.y_row + j * a.y_pixel + k, in = i * a.x_row + j * a.x_pixel + k;
        P g = get(dy + out);
        if constexpr (F != Activation::none) g = activation_gradient<F>(g, get(y + out), a.alpha);
        bias = bias + g;
        const T* w = a.weights + k;
        T* to = dw + k;
        for (std::int64_t r = 0; r < a.taps_h; ++r)
          for (std::int64_t s = 0; s < a.taps_w; ++s) {
            const std::int64_t at = in + r * a.tap_row + s * a.tap_pixel;
            put(to, multiply_add(g, get(a.x + at), get(to)));
            if (dx != nullptr) put(dx + at, multiply_add(g, get(w), get(dx + at)));
            w += a.channels;
            to += a.channels;
          }
      }
    if (db != nullptr) put(db + k, get(db + k) + bias);
  };
  for_packs<P>(
      a.channels,
      [&](std::int64_t k) {
        block(k, [](const T* p) { return load<P>(p); }, [](T* p, const P& v) { store_lanes(p, v); });
      },
      [&](std::int64_t k, std::int64_t n) {
        block(
            k, [n](const T* p) { return load_partial<P>(p, n, T(0)); },
            [n](T* p, const P& v) { store_partial(p, v, n); });
      });
}

}  // namespace kernels

template <>
struct Operator<Kind::depthwise_conv2d> {
  template <class P, StepKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    auto a = kernels::depthwise_args<T>(s);
    a.x = kernels::begin_of(s.x, m) + kernels::first_window(s.op, s.x);
    a.y = kernels::result_of(s, m) + s.y.first();
    a.weights = m.weights + s.weights;
    a.bias = m.weights + s.bias;
    kernels::depthwise_conv2d<P, Key.activation>(a);
  }
  template <class P, StepKey Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    auto a = kernels::depthwise_args<T>(s);
    const std::int64_t window = kernels::first_window(s.op, s.x);
    a.x = kernels::begin_of(s.x, c.memory) + window;
    a.weights = kernels::parameter_value(t, c, 0);
    T* dx = kernels::gradient_of(t, c, 0).dx;
    kernels::depthwise_gradient<P, Key.activation>(
        a, c.memory.arena + s.y.offset + s.y.first(), c.memory.arena + t.dy.offset + t.dy.first(),
        dx == nullptr ? nullptr : dx + window, kernels::parameter_gradient(t, c, 0),
        s.op.params > 1 ? kernels::parameter_gradient(t, c, 1) : nullptr);
  }
};

}  // namespace cincel::inline CINCEL_ISA

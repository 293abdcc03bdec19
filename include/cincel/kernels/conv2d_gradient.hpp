// Gradients of a convolution, walking only what is not zero.
//
// Weights, in the layout [K][R][S·C], many channels:
//     for each vector of output channels: the list of its non-zero gradients, channel by channel
//       for each channel k, each kernel row r
//         dw[k][r][:] += sum over the list of g · x(window)[r][:]      12 vectors in registers
// Weights, in the layout [R·S·C][K], few channels (a reduction of at most 32): dense in the output channels,
//     for each vector of output channels, each chunk of 8 taps
//       acc[tap] += dy(pixel) · x(pixel, tap)                          over all pixels, in registers
// Input, weights in the layout [R][K][S·C]:
//     for each pixel: the list of its non-zero gradients
//     for each kernel row r, each pixel
//       dx(window)[r][:] += sum over the list of g · w[r][k][:]
#pragma once

#include <cincel/kernels/conv2d_direct.hpp>
#include <cincel/kernels/nonzero.hpp>
#include <cincel/kernels/pooling.hpp>

namespace cincel::inline CINCEL_ISA::kernels {

/// Whether the weight gradient of `op` is dense in the output channels, laid out [R·S·C][K] as the weights are.
constexpr bool has_few_channels(const Op& op) { return op.kind == Kind::conv2d && reduction_of(op) <= 32; }

/// Where a convolution's backward pass finds its numbers: begins of buffers.
template <class T>
struct ConvGradientArgs {
  const Op* op;
  Buffer x, y;
  const T *in, *out, *dy;  // `out` is read only where an activation is fused
  const T* weights;        // [R][K][S·C]
  T *dx, *dw, *db;         // db may be null
};

/// Entries that the lists of one operator may need.
constexpr std::int64_t nonzero_capacity(const Op& op, std::int64_t widest) {
  if (op.kind == Kind::dense) return op.out.volume();
  if (op.kind != Kind::conv2d) return 0;
  const std::int64_t pixels = op.out.height() * op.out.width();
  const std::int64_t by_channel = pixels * widest, by_pixel = pixels * (op.out.channels() + 1);
  return by_channel > by_pixel ? by_channel : by_pixel;
}

namespace impl {

/// Offset of the window of output pixel (i, j) in the input's buffer.
constexpr std::int64_t window_at(const Op& op, const Buffer& x, std::int64_t i, std::int64_t j) {
  return first_window(op, x) + i * op.window.stride.h * x.row_stride() + j * op.window.stride.w * x.map.channels();
}

/// Calls run(offset in a row of dw, offset in the input's row, length) for the contiguous runs of one kernel row.
template <class Run>
constexpr void for_runs(const Op& op, const Buffer& x, Run run) {
  const std::int64_t c = x.map.channels();
  if (op.window.dilation.w == 1) return run(std::int64_t{0}, std::int64_t{0}, op.window.kernel.w * c);
  for (std::int64_t s = 0; s < op.window.kernel.w; ++s) run(s * c, s * op.window.dilation.w * c, c);
}

/// Few channels: one vector of output channels from channel k, of which n are there.
template <class P, Activation F, class T>
constexpr void few_channels_block(const ConvGradientArgs<T>& a, std::int64_t k, std::int64_t n) {
  constexpr int chunk = 8;
  const Op& op = *a.op;
  const std::int64_t channels = op.out.channels(), taps = reduction_of(op), c = a.x.map.channels();
  const bool full = n >= lanes<P>;
  const auto get = [&](const T* p) { return full ? load<P>(p) : load_partial<P>(p, n, T(0)); };
  std::int64_t offset[32]{};
  for (std::int64_t t = 0; t < taps; ++t) {
    const std::int64_t r = t / (op.window.kernel.w * c), s = t / c % op.window.kernel.w;
    offset[t] = r * op.window.dilation.h * a.x.row_stride() + s * op.window.dilation.w * c + t % c;
  }
  P bias(T(0));
  for (std::int64_t first = 0; first < taps; first += chunk) {
    P acc[chunk];
    unroll<chunk>([&](auto t) { acc[t()] = P(T(0)); });
    std::int64_t at[chunk]{};
    for (std::int64_t t = 0; t < chunk; ++t) at[t] = offset[first + t < taps ? first + t : taps - 1];
    for (std::int64_t i = 0; i < op.out.height(); ++i)
      for (std::int64_t j = 0; j < op.out.width(); ++j) {
        const std::int64_t pixel = pixel_at(a.y, i, j) + k;
        P g = get(a.dy + pixel);
        if constexpr (F != Activation::none) g = activation_gradient<F>(g, get(a.out + pixel));
        const T* window = a.in + window_at(op, a.x, i, j);
        unroll<chunk>([&](auto t) { acc[t()] = multiply_add(g, P(window[at[t()]]), acc[t()]); });
        if (first == 0) bias = bias + g;
      }
    unroll<chunk>([&](auto t) {
      if (first + t() >= taps) return;
      T* to = a.dw + (first + t()) * channels + k;
      if (full)
        store_lanes(to, load<P>(to) + acc[t()]);
      else
        store_partial(to, load_partial<P>(to, n, T(0)) + acc[t()], n);
    });
  }
  if (a.db == nullptr) return;
  if (full)
    store_lanes(a.db + k, load<P>(a.db + k) + bias);
  else
    store_partial(a.db + k, load_partial<P>(a.db + k, n, T(0)) + bias, n);
}

/// Many channels: the lists of up to one vector of output channels from channel k.
template <class P, Activation F, class T>
constexpr void many_channels_block(const ConvGradientArgs<T>& a, std::int64_t k, std::int64_t n, Nonzero<T>* lists) {
  const Op& op = *a.op;
  const std::int64_t pixels = op.out.height() * op.out.width();
  const std::int64_t row = op.window.kernel.w * a.x.map.channels(), reduction = reduction_of(op);
  std::int64_t count[P::size]{};
  for (std::int64_t i = 0; i < op.out.height(); ++i)
    for (std::int64_t j = 0; j < op.out.width(); ++j) {
      const std::int64_t pixel = pixel_at(a.y, i, j) + k;
      const auto window = static_cast<std::int32_t>(window_at(op, a.x, i, j));
      for_nonzero<P, F>(a.dy + pixel, a.out + pixel, n,
                        [&](int lane, T g) { lists[lane * pixels + count[lane]++] = {window, g}; });
    }
  for (std::int64_t lane = 0; lane < (n < lanes<P> ? n : lanes<P>); ++lane) {
    const Nonzero<T>* list = lists + lane * pixels;
    T* dw = a.dw + (k + lane) * reduction;
    for (std::int64_t r = 0; r < op.window.kernel.h; ++r) {
      const T* in = a.in + r * op.window.dilation.h * a.x.row_stride();
      for_runs(op, a.x, [&](std::int64_t to, std::int64_t from, std::int64_t length) {
        add_scaled<P>(list, count[lane], [&](std::int32_t at) { return in + at + from; }, dw + r * row + to, length);
      });
    }
    if (a.db == nullptr) continue;
    T total = 0;
    for (std::int64_t e = 0; e < count[lane]; ++e) total += list[e].value;
    a.db[k + lane] += total;
  }
}

}  // namespace impl

/// Adds to dw and db.
template <class P, Activation F, class T>
constexpr void conv2d_weight_gradient(const ConvGradientArgs<T>& a, Nonzero<T>* lists) {
  const std::int64_t channels = a.op->out.channels();
  for (std::int64_t k = 0; k < channels; k += lanes<P>) {
    if (has_few_channels(*a.op))
      impl::few_channels_block<P, F>(a, k, channels - k);
    else
      impl::many_channels_block<P, F>(a, k, channels - k, lists);
  }
}

/// Adds to dx, its halo included (nobody reads that).
template <class P, Activation F, class T>
constexpr void conv2d_input_gradient(const ConvGradientArgs<T>& a, Nonzero<T>* lists) {
  const Op& op = *a.op;
  const std::int64_t channels = op.out.channels(), row = op.window.kernel.w * a.x.map.channels();
  // One list a pixel, each behind an entry that holds its length.
  Nonzero<T>* end = lists;
  for (std::int64_t i = 0; i < op.out.height(); ++i)
    for (std::int64_t j = 0; j < op.out.width(); ++j) {
      const std::int64_t pixel = pixel_at(a.y, i, j);
      Nonzero<T>* head = end++;
      for (std::int64_t k = 0; k < channels; k += lanes<P>)
        for_nonzero<P, F>(a.dy + pixel + k, a.out + pixel + k, channels - k,
                          [&](int lane, T g) { *end++ = {static_cast<std::int32_t>((k + lane) * row), g}; });
      head->at = static_cast<std::int32_t>(end - head - 1);
    }
  // A kernel row's weights stay in cache while all pixels use them.
  for (std::int64_t r = 0; r < op.window.kernel.h; ++r) {
    const T* w = a.weights + r * channels * row;
    const Nonzero<T>* list = lists;
    for (std::int64_t i = 0; i < op.out.height(); ++i)
      for (std::int64_t j = 0; j < op.out.width(); ++j) {
        T* dx = a.dx + impl::window_at(op, a.x, i, j) + r * op.window.dilation.h * a.x.row_stride();
        impl::for_runs(op, a.x, [&](std::int64_t from, std::int64_t to, std::int64_t length) {
          add_scaled<P>(list + 1, list->at, [&](std::int32_t at) { return w + at + from; }, dx + to, length);
        });
        list += list->at + 1;
      }
  }
}

/// Weights {R, S, C, K} as the input's gradient reads them: [R][K][S·C].
template <class T>
constexpr void transpose_weights(const T* w, std::int64_t rows, std::int64_t run, std::int64_t channels, T* to) {
  for (std::int64_t r = 0; r < rows; ++r)
    for (std::int64_t k = 0; k < channels; ++k)
      for (std::int64_t i = 0; i < run; ++i) *to++ = w[(r * run + i) * channels + k];
}

}  // namespace cincel::inline CINCEL_ISA::kernels

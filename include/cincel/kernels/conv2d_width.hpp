// Convolution of few channels, forward: vectors along the width, so that no lane waits for a channel that is not there.
//
//     for each band of rows of the output
//       the rows that it reads, sorted into a plane for each channel (and phase of the strides)
//       for each group of K output channels, for each tile of V vectors of the band's plane
//         acc[K][V] = bias
//         for each tap, each input channel:                  x: V vectors, w: K numbers
//           acc[k][v] += w[k] * x[v]
//         store the tile to the planes of the result; ReLU is applied to it, other activations to the planes
//       y = the planes, channels last
//
// Rows follow one another in a plane, so tiles know nothing of rows; what they make of the columns between two rows of the
// result is left there.
#pragma once

#include <cincel/kernels/conv2d_args.hpp>
#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/interleave.hpp>
#include <cincel/ops/conv2d_width.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// What the code of a convolution along the width depends on.
struct WidthKey {
  int outputs = 1;
  bool plain = true;     // whether what taps read stands side by side, and makes no long sum
  bool is_long = false;  // whether a sum has more terms than a block
  Activation activation = Activation::none;

  /// What is applied in registers: more than an instruction or two would be code for each register of a tile.
  constexpr Activation in_tile() const {
    return activation == Activation::relu || activation == Activation::clipped_relu ? activation : Activation::none;
  }
};

namespace impl {

/// acc[k][v] += w[k] · x[v] of a tap.
template <std::size_t K, std::size_t V, class P, class T>
[[gnu::always_inline]] constexpr void add_tap(P (&acc)[K][V], const T* x, const T* w) {
  P a[V];
  unroll<V>([&](auto v) { a[v()] = load<P>(x + v() * lanes<P>); });
  unroll<K>([&](auto k) {
    const P b(w[k()]);
    unroll<V>([&](auto v) { acc[k()][v()] = multiply_add(a[v()], b, acc[k()][v()]); });
  });
}
/// The same of n taps, from one to the next `x_step` and `w_step` numbers.
template <std::size_t K, std::size_t V, class P, class T>
[[gnu::always_inline]] constexpr void add_taps(P (&acc)[K][V], const T* x, std::int64_t x_step, const T* w,
                                               std::int64_t w_step, std::int64_t n) {
#pragma GCC unroll 1
  for (; n > 0; --n, x += x_step, w += w_step) {
    add_tap(acc, x, w);
    make_opaque(x);
  }
}

/// The planes of a band, and where its taps find their numbers.
template <class T>
struct WidthArgs {
  const T* planes;
  T* result;
  const T* weights;
  const T* bias;
  Window window;
  std::int64_t inputs, w_step;
  detail::WidthBand band;
  T alpha;  // of the activation
};

/// Where a tap finds its numbers in planes that have a phase for each step of the stride.
struct TapPhase {
  std::int64_t phase = 0, at = 0;
  [[gnu::always_inline]] constexpr void move(std::int64_t by, std::int64_t stride) {
    for (phase += by; phase >= stride; phase -= stride) ++at;
  }
};

/// Calls run(x, w, n) for each run of n taps that read one plane, `window.dilation.w` numbers apart, by weights that are
/// `window.stride.w` taps apart.
template <class T, class Run>
[[gnu::always_inline]] constexpr void for_tap_runs(const WidthArgs<T>& a, const T* x, const T* w, Run run) {
  const Window& win = a.window;
  const std::int64_t sh = win.stride.h, sw = win.stride.w, columns = win.kernel.w;
  for (std::int64_t c = 0; c < a.inputs; ++c, x += sh * sw * a.band.plane, w += a.w_step) {
    TapPhase row;
    for (std::int64_t r = 0; r < win.kernel.h; ++r, row.move(win.dilation.h, sh)) {
      TapPhase column;
      for (std::int64_t s = 0; s < sw && s < columns; ++s, column.move(win.dilation.w, sw))
        run(x + (row.phase * sw + column.phase) * a.band.plane + row.at * a.band.pitch + column.at,
            w + (r * columns + s) * a.inputs * a.w_step, (columns - s + sw - 1) / sw);
    }
  }
}

/// A tile from number `p` of the planes on, of K channels from `first` on.
template <class P, WidthKey Key, int K, class T>
constexpr void width_tile(const WidthArgs<T>& a, std::int64_t first, std::int64_t p) {
  constexpr auto V = static_cast<std::size_t>(detail::width_vectors(K, register_count));
  P acc[static_cast<std::size_t>(K)][V];
  unroll<K>([&](auto k) { unroll<static_cast<int>(V)>([&](auto v) { acc[k()][v()] = P(a.bias[first + k()]); }); });
  const T *x = a.planes + p, *w = a.weights + first;
  const std::int64_t x_step = a.window.dilation.w, w_step = a.window.stride.w * a.inputs * a.w_step;
  if constexpr (Key.plain) {
    for (std::int64_t c = 0; c < a.inputs; ++c)
      for (std::int64_t r = 0; r < a.window.kernel.h; ++r) {
        const T* row = x + c * a.band.plane + r * a.window.dilation.h * a.band.pitch;
        const T* weights = w + (r * a.window.kernel.w * a.inputs + c) * a.w_step;
        add_taps(acc, row, 1, weights, w_step, a.window.kernel.w);
      }
  } else if constexpr (Key.is_long) {
    TileSums sums(acc);
    for_tap_runs(a, x, w, [&](const T* from, const T* by, std::int64_t n) {
      while (n > 0) {
        const std::int64_t taps = sums.take(acc, n);
        add_taps(acc, from, x_step, by, w_step, taps);
        n -= taps, from += taps * x_step, by += taps * w_step;
      }
    });
    sums.finish(acc);
  } else {
    for_tap_runs(a, x, w,
                 [&](const T* from, const T* by, std::int64_t n) { add_taps(acc, from, x_step, by, w_step, n); });
  }
  unroll<K>([&](auto k) {
    unroll<static_cast<int>(V)>([&](auto v) {
      store_lanes(a.result + (first + k()) * a.band.result_plane + p + v() * lanes<P>,
                  activate<Key.in_tile()>(acc[k()][v()], a.alpha));
    });
  });
}

/// All tiles of a group of K channels.
template <class P, WidthKey Key, int K, class T>
constexpr void width_group(const WidthArgs<T>& a, std::int64_t first, std::int64_t numbers) {
  constexpr std::int64_t tile = detail::width_vectors(K, register_count) * lanes<P>;
  for (std::int64_t p = 0; p < numbers; p += tile) width_tile<P, Key, K>(a, first, p);
}

/// All tiles of all groups.
template <class P, WidthKey Key, class T>
constexpr void width_tiles(const WidthArgs<T>& a, std::int64_t numbers) {
  constexpr detail::WidthGroups groups = detail::width_groups(Key.outputs);
  constexpr int k = static_cast<int>(groups.k);
  std::int64_t first = 0;
  if constexpr (groups.wide > 0)
    for (std::int64_t g = 0; g < groups.wide; ++g, first += k) width_group<P, Key, k>(a, first, numbers);
  if constexpr (groups.narrow > 0)
    for (std::int64_t g = 0; g < groups.narrow; ++g, first += k - 1) width_group<P, Key, k - 1>(a, first, numbers);
}

/// Sorts a row of input into planes.
template <class P, class T>
constexpr void sort_row(const WidthArgs<T>& a, const T* x, std::int64_t pixel, std::int64_t columns, T* planes) {
  const std::int64_t sh = a.window.stride.h, sw = a.window.stride.w;
  if (sw == 1 && pixel == 1)
    return for_packs<P>(
        columns, [&](std::int64_t j) { store_lanes(planes + j, load<P>(x + j)); },
        [&](std::int64_t j, std::int64_t n) { store_partial(planes + j, load_partial<P>(x + j, n, T(0)), n); });
  if (sw == 1 && pixel == a.inputs) return separate(x, pixel, columns, planes, sh * a.band.plane);
  for (std::int64_t c = 0; c < a.inputs; ++c)
    for (std::int64_t s = 0; s < sw; ++s) {
      T* const to = planes + (c * sh * sw + s) * a.band.plane;
      for (std::int64_t j = s, n = 0; j < columns; j += sw) to[n++] = x[j * pixel + c];
    }
}
/// `rows` of them.
template <class P, class T>
constexpr void sort_rows(const WidthArgs<T>& a, const Buffer& b, const T* x, std::int64_t rows, std::int64_t columns,
                         T* planes) {
  TapPhase row;
  for (std::int64_t i = 0; i < rows; ++i, x += b.row, row.move(1, a.window.stride.h))
    sort_row<P>(a, x, b.pixel, columns, planes + row.phase * a.window.stride.w * a.band.plane + row.at * a.band.pitch);
}

}  // namespace impl

template <class P, WidthKey Key, class T>
constexpr void conv2d_width(const Step& s, const Conv2DArgs<T>& c) {
  const Window& w = s.op.window;
  const detail::WidthBand band = detail::width_band(s.op);
  T* const planes = c.scratch;
  T* const result = planes + band.scratch - Key.outputs * band.result_plane;
  impl::WidthArgs<T> a{planes, result, c.weights, c.bias, w, s.op.in.channels(), 0, band, static_cast<T>(*c.alpha)};
  a.w_step = packed_width(Key.outputs, 0);
  const std::int64_t columns = detail::rows_read(c.columns, w.kernel.w, w.stride.w, w.dilation.w, 0);
  for (std::int64_t i = 0; i < c.rows; i += band.rows) {
    const std::int64_t rows = detail::smaller(band.rows, c.rows - i), numbers = (rows - 1) * band.pitch + c.columns;
    impl::sort_rows<P>(a, s.x, c.x + i * c.x_row, detail::rows_read(rows, w.kernel.h, w.stride.h, w.dilation.h, 0),
                       columns, planes);
    impl::width_tiles<P, Key>(a, numbers);
    if constexpr (Key.activation != Key.in_tile())
      for (int k = 0; k < Key.outputs; ++k)
        for (T *at = result + k * band.result_plane, *const end = at + numbers; at < end; at += lanes<P>)
          store_lanes(at, activate<Key.activation>(load<P>(at), a.alpha));
    for (std::int64_t r = 0; r < rows; ++r)
      interleave<Key.outputs>(result + r * band.pitch, band.result_plane, c.columns, c.y + (i + r) * c.y_row,
                              c.y_pixel);
  }
}

}  // namespace kernels

template <>
struct Operator<Kind::conv2d, &conv2d_width> {
  static constexpr kernels::WidthKey key(const Step& s) {
    const Window& w = s.op.window;
    const bool is_long = reduction_of(s.op) > sum_block;
    return {static_cast<int>(s.op.out.channels()), !is_long && w.stride == Size{1} && w.dilation.w == 1, is_long,
            s.op.activation};
  }
  template <class P, kernels::WidthKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::for_groups<false>(s, m, [&](const auto& a) { kernels::conv2d_width<P, Key>(s, a); });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

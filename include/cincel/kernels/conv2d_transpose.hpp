// Transposed convolution: the input's gradient of a convolution as a layer. Output pixels `stride` apart hear of the same
// taps, and of neighbouring input pixels: they are a phase, which is computed as a convolution of stride 1.
//
//     for each group of N vectors of output channels
//       for each phase of rows, each phase of columns       (its taps' weights stay in L1)
//         for each row, for each tile of M pixels of the phase
//           acc = bias
//           for each tap of the phase: accumulate over the input channels (tile.hpp)
//           y = f(acc)
//
// Pixels at the border, of which some taps lie outside, are tiles of one. The sums are long ones: 1e-5 of the sum of the
// terms' magnitudes for any number of channels and taps.
#pragma once

#include <cincel/kernels/operator.hpp>
#include <cincel/kernels/tile.hpp>
#include <cincel/simd/pack.hpp>

#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Along one axis, the output pixels p, p + stride, … and the taps that reach them: tap `first` + t · `every` brings input
/// pixel `at` + m − t · `back` to pixel m of the phase.
struct TransposedPhase {
  std::int64_t pixels = 0, taps = 0;
  std::int64_t first = 0, every = 1, at = 0, back = 0;

  /// The pixels all of whose taps lie inside `in` input pixels.
  [[gnu::always_inline]] constexpr std::int64_t begin() const {
    const std::int64_t from = taps == 0 ? 0 : (taps - 1) * back - at;
    return from < 0 ? 0 : from < pixels ? from : pixels;
  }
  [[gnu::always_inline]] constexpr std::int64_t end(std::int64_t in) const {
    const std::int64_t to = taps == 0 || in - at > pixels ? pixels : in - at, from = begin();
    return to < from ? from : to;
  }
};

/// Phase p of `out` output pixels: pixel i hears of the taps k with i = input pixel · stride + k · dilation − before.
[[gnu::always_inline]] constexpr TransposedPhase transposed_phase(std::int64_t p, std::int64_t out, int kernel,
                                                                  int stride, int dilation, int before) {
  TransposedPhase f{.pixels = (out - p + stride - 1) / stride};
  while (f.first < kernel && (p + before - f.first * dilation) % stride != 0) ++f.first;
  if (f.first >= kernel) return f;
  while (f.every * dilation % stride != 0) ++f.every;
  f.back = f.every * dilation / stride;
  f.taps = (kernel - 1 - f.first) / f.every + 1;
  f.at = (p + before - f.first * dilation) / stride;
  return f;
}
[[gnu::always_inline]] constexpr TransposedPhase phase_of_rows(const Step& s, std::int64_t p) {
  const Window& w = s.op.window;
  return transposed_phase(p, s.y.map.height(), w.kernel.h, w.stride.h, w.dilation.h, w.pad.top);
}
[[gnu::always_inline]] constexpr TransposedPhase phase_of_columns(const Step& s, std::int64_t p) {
  const Window& w = s.op.window;
  return transposed_phase(p, s.y.map.width(), w.kernel.w, w.stride.w, w.dilation.w, w.pad.left);
}

/// What the code of a transposed convolution depends on; all else is an argument.
struct TransposedKey {
  int m = 1;             // pixels of a tile
  int rest_vectors = 0;  // vectors of the last group of channels, if it is not a whole one
  bool whole = true;     // whether there are whole groups
  bool partial = false;  // whether the last vector is not full
  Activation activation = Activation::none;
};

template <class P>
constexpr TransposedKey transposed_key(const Step& s) {
  // Tiles fit the phase with the fewest pixels inside. In one with more the last tile makes some of them again.
  std::int64_t inside = 0;
  for (std::int64_t p = 0; p < s.op.window.stride.w && p < s.y.map.width(); ++p) {
    const TransposedPhase f = phase_of_columns(s, p);
    const std::int64_t n = f.end(s.x.map.width()) - f.begin();
    if (n > 0 && (inside == 0 || n < inside)) inside = n;
  }
  const std::int64_t rest = s.op.out.channels() % (tile_vectors * lanes<P>);
  return {.m = inside == 0 ? 1 : cut_row(inside).m,
          .rest_vectors = static_cast<int>((rest + lanes<P> - 1) / lanes<P>),
          .whole = s.op.out.channels() >= tile_vectors * lanes<P>,
          .partial = rest % lanes<P> != 0,
          .activation = s.op.activation};
}

namespace impl {

/// The weights of a group of N vectors of output channels, the last one with `rest` lanes, and where its results go.
template <class T>
struct TransposedGroup {
  const T *x, *weights, *bias;
  T* y;
  std::int64_t w_step, rest;
};

/// M neighbours of a phase in one row, from pixel `column` of it.
template <class P, TransposedKey Key, int M, int N, bool Partial, class T>
constexpr void conv2d_transpose_tile(const Step& s, const TransposedGroup<T>& g, const TransposedPhase& down,
                                     std::int64_t row, const TransposedPhase& along, std::int64_t column, T* y) {
  constexpr bool later = takes_registers(Key.activation);
  const std::int64_t in = s.op.in.channels(), pitch = s.op.window.stride.w * s.y.pixel;
  P acc[static_cast<std::size_t>(M)][static_cast<std::size_t>(N)];
  begin_with_bias(acc, g.bias);
  TileSums sums(acc);
  for (std::int64_t t = 0; t < down.taps; ++t) {
    const std::int64_t i = down.at + row - t * down.back;
    if (i < 0 || i >= s.x.map.height()) continue;
    for (std::int64_t u = 0; u < along.taps; ++u) {
      const std::int64_t j = along.at + column - u * along.back;
      if (j < 0 || j >= s.x.map.width()) continue;
      const std::int64_t tap = (down.first + t * down.every) * s.op.window.kernel.w + along.first + u * along.every;
      accumulate_long(sums, acc, g.x + pixel_at(s.x, i, j), s.x.pixel, g.weights + tap * in * g.w_step, g.w_step, in);
    }
  }
  sums.finish(acc);
  const T alpha = static_cast<T>(s.op.alpha);
  finish<later ? Activation::none : Key.activation, Partial>(acc, y, pitch, g.rest, alpha);
  if constexpr (later) activate_stored<P, Key.activation, Partial, N>(y, 0, 1, pitch, M, g.rest, alpha);
}

/// The pixels of a phase of rows and columns.
template <class P, TransposedKey Key, int N, bool Partial, class T>
constexpr void conv2d_transpose_phase(const Step& s, const TransposedGroup<T>& g, const TransposedPhase& down,
                                      const TransposedPhase& along, T* y) {
  const std::int64_t pitch = s.op.window.stride.w * s.y.pixel, begin = along.begin(), end = along.end(s.x.map.width());
  for (std::int64_t i = 0; i < down.pixels; ++i, y += s.op.window.stride.h * s.y.row) {
    const auto tile = [&](auto m, std::int64_t j) {
      conv2d_transpose_tile<P, Key, m(), N, Partial>(s, g, down, i, along, j, y + j * pitch);
    };
    constexpr std::integral_constant<int, 1> one{};
    constexpr std::integral_constant<int, Key.m> many{};
    std::int64_t j = 0;
    for (; j < begin; ++j) tile(one, j);
    for (; j < end && end - begin >= Key.m; j += Key.m) tile(many, j + Key.m <= end ? j : end - Key.m);
    for (j = j < end ? j : end; j < along.pixels; ++j) tile(one, j);
  }
}

/// The group of N vectors that begins at channel `k`.
template <class P, TransposedKey Key, int N, bool Partial, class T>
constexpr void conv2d_transpose_group(const Step& s, const Memory<T>& m, std::int64_t k) {
  const std::int64_t channels = s.op.out.channels();
  const TransposedGroup<T> g{
      begin_of(s.x, m),          weights_of(s, m) + packed_index(channels, reduction_of(s.op), 0, k),
      bias_of(s, m) + k,         result_of(s, m) + k,
      packed_width(channels, k), channels - k - (N - 1) * lanes<P>};
  for (std::int64_t p = 0; p < s.op.window.stride.h && p < s.y.map.height(); ++p)
    for (std::int64_t q = 0; q < s.op.window.stride.w && q < s.y.map.width(); ++q)
      conv2d_transpose_phase<P, Key, N, Partial>(s, g, phase_of_rows(s, p), phase_of_columns(s, q),
                                                 g.y + pixel_at(s.y, p, q));
}

}  // namespace impl
}  // namespace kernels

template <>
struct Operator<Kind::conv2d_transpose> {
  template <class P>
  static constexpr kernels::TransposedKey key(const Step& s) {
    return kernels::transposed_key<P>(s);
  }
  template <class P, kernels::TransposedKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    constexpr std::int64_t group = kernels::tile_vectors * lanes<P>;
    std::int64_t k = 0;
    if constexpr (Key.whole)
      for (; k + group <= s.op.out.channels(); k += group)
        kernels::impl::conv2d_transpose_group<P, Key, kernels::tile_vectors, false>(s, m, k);
    if constexpr (Key.rest_vectors != 0)
      kernels::impl::conv2d_transpose_group<P, Key, Key.rest_vectors, Key.partial>(s, m, k);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

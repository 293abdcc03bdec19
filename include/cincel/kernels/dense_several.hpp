// Dense, several samples: a matrix product that reads each weight once for up to 6 (of 32 registers: 14) of them.
//
//     for each 2 vectors of units, for each M samples
//       acc = bias
//       for each input: acc += x · w                      accumulate (tile.hpp)
//       y = f(acc)
#pragma once

#include <cincel/kernels/dense.hpp>
#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/point_pitch.hpp>
#include <cincel/kernels/several_samples.hpp>
#include <cincel/kernels/tile.hpp>

#include <algorithm>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

namespace impl {

/// N vectors of units from unit `k` of `M` samples, of which `n` are there. Of the last vector, the units that are there.
template <class P, Activation F, int M, int N, class T>
constexpr void dense_tile(const DenseArgs<T>& a, const T* x, std::int64_t pitch, T* const* y, std::int64_t n,
                          std::int64_t k) {
  P acc[static_cast<std::size_t>(M)][static_cast<std::size_t>(N)];
  begin_with_bias(acc, a.bias + k);
  TileSums sums(acc);
  accumulate_long(sums, acc, x, pitch, a.weights + packed_index(a.units, a.inputs, 0, k), packed_width(a.units, k),
                  a.inputs);
  sums.finish(acc);
  constexpr bool later = takes_registers(F);
  unroll<M>([&](auto m) {
    if (m() >= n) return;
    unroll<N>([&](auto v) {
      const std::int64_t at = k + v() * lanes<P>, left = a.units - at;
      const P f = activate<later ? Activation::none : F>(acc[m()][v()], a.alpha);
      if (left >= lanes<P>)
        store_lanes(y[m()] + at, f);
      else
        store_partial(y[m()] + at, f, left);
    });
  });
  if constexpr (later) {
    const std::int64_t left = a.units - k, run = left < N * lanes<P> ? left : N * lanes<P>;
    for (std::int64_t m = 0; m < M && m < n; ++m)
      map_run<P>(run, y[m] + k, [&a](const P& v) { return activate<F>(v, a.alpha); }, y[m] + k);
  }
}

/// The same of all samples.
template <class P, Activation F, int N, class T>
constexpr void dense_column(const DenseArgs<T>& a, T* const* y, std::int64_t n, std::int64_t pitch, std::int64_t k) {
  constexpr int wide = tile_pixels, narrow = narrow_tile_pixels;
  for (std::int64_t p = 0; p < n;) {
    const std::int64_t left = n - p;
    if (left > narrow && left != 2 * narrow) {
      dense_tile<P, F, wide, N>(a, a.x + p * pitch, pitch, y + p, left, k);
      p += wide;
    } else {
      dense_tile<P, F, narrow, N>(a, a.x + p * pitch, pitch, y + p, left, k);
      p += narrow;
    }
  }
}

}  // namespace impl

/// y[i] = f(W x + b) of `n` samples; the inputs of sample i begin at a.x + i · pitch, and behind the last are numbers of
/// `points_beyond` more.
template <class P, Activation F, class T>
constexpr void dense_several(const DenseArgs<T>& a, T* const* y, std::int64_t n, std::int64_t pitch) {
  std::int64_t k = 0;
  for (; k + lanes<P> < a.units; k += 2 * lanes<P>) impl::dense_column<P, F, 2>(a, y, n, pitch, k);
  if (k < a.units) impl::dense_column<P, F, 1>(a, y, n, pitch, k);
}

/// The arguments of a dense step for samples whose inputs begin `pitch` numbers apart.
template <class T>
struct SamplesSideBySide {
  DenseArgs<T> args;
  std::int64_t pitch;
  T* y[most_samples_at_hand];
};

/// Puts the inputs of `n` samples, whose memories `memory(i)` says, side by side into `room`, of
/// `numbers_of_points(n, inputs + zeros)` numbers, behind each so many zeros.
template <class T, class MemoryOf>
constexpr SamplesSideBySide<T> put_side_by_side(const Step& s, int n, T* room, std::int64_t zeros, MemoryOf memory) {
  const std::int64_t inputs = s.op.in.volume();
  SamplesSideBySide<T> all{dense_args(s, memory(0)), point_pitch(inputs + zeros), {}};
  for (int i = 0; i < n; ++i) {
    fill_zero(std::copy_n(begin_of(s.x, memory(i)), inputs, room + i * all.pitch), zeros);
    all.y[i] = result_of(s, memory(i));
  }
  all.args.x = room;
  return all;
}

/// The step `s` on `n` samples, whose memories `memory(i)` says, in a `room` of `numbers_of_points(n, inputs)` numbers.
template <class P, Activation F, class T, class MemoryOf>
constexpr void dense_of_samples(const Step& s, int n, T* room, MemoryOf memory) {
  const auto all = put_side_by_side(s, n, room, 0, memory);
  dense_several<P, F>(all.args, all.y, n, all.pitch);
}

}  // namespace kernels

template <>
struct SeveralSamples<Kind::dense, &dense_vectors> {
  static constexpr std::int64_t room(const Op& op) {
    return kernels::numbers_of_points(most_samples_at_hand, op.in.volume());
  }
  template <class P, Activation Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>* m, int n, T* room) {
    kernels::dense_of_samples<P, Key>(s, n, room, [m](int i) -> const Memory<T>& { return m[i]; });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

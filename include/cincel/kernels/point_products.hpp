// Products with the gradients of many points, by tiles of registers; nothing is skipped. A point is a pixel of a
// convolution's result, of one sample or of several. Its gradients are multiplied with the inputs of its window, or with
// weights:
//
//     add_outer_products:  for each M channels k, each N vectors v of a run of the window     8 x 3 of 32, 4 x 3 of 16
//                            acc = sum over the points p of g[p][k] · x[p][v]
//                            dw[k][v] += acc
//     add_inner_products:  for each 2 vectors v of a run of the weights, each M points p      14 x 2 of 32, 6 x 2 of 16
//                            acc = sum over the channels k of g[p][k] · w[k][v]
//                            dx[p][v] += acc
//
// Both sums are long ones (simd/long_sum.hpp): each holds 1e-5 of the sum of its terms' magnitudes.
#pragma once

#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/point_pitch.hpp>
#include <cincel/kernels/tile.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Gradients of `n` points: of point p the `channels` numbers from g + p · pitch on, then zeros up to the pitch.
template <class T>
struct PointGradients {
  const T* g;
  std::int64_t n, channels, pitch;
  bool begin = false;  // outer products: dw is not there yet, and what others add to it is written
};

/// Some of the points: `count` times `length` neighbours, `step` points from the first of these to the next ones' first.
struct PointRanges {
  std::int64_t first = 0, length = 0, step = 0, count = 1;
  constexpr bool empty() const { return length == 0 || count == 0; }
};

/// The gradient dy · f'(y) of a point, as `PointGradients` wants it.
template <class P, Activation F, class T>
constexpr void gather_point(const T* dy, const T* y, std::int64_t channels, float alpha, T* to) {
  const auto slope = [&](std::int64_t k, auto get) {
    P g = get(dy + k);
    if constexpr (F != Activation::none) g = activation_gradient<F>(g, get(y + k), static_cast<T>(alpha));
    return g;
  };
  for_packs<P>(
      channels, [&](std::int64_t k) { store_lanes(to + k, slope(k, [](const T* from) { return load<P>(from); })); },
      [&](std::int64_t k, std::int64_t rest) {
        store_partial(to + k, slope(k, [rest](const T* from) { return load_partial<P>(from, rest, T(0)); }), rest);
      });
  for (std::int64_t k = channels; k < point_pitch(channels); ++k) to[k] = T(0);
}

namespace impl {

/// Channels of a tile of outer products, and vectors.
inline constexpr int outer_channels = register_count == 32 ? 8 : 4, outer_vectors = 3;

/// The outer products of `M` channels from `g`, of which `channels` are there, with N vectors; of the last vector `rest`
/// lanes are there if Partial. `row` numbers lie from a channel's dw to the next one's.
template <class P, int M, int N, bool Partial, class T>
constexpr void add_outer_tile(const PointGradients<T>& a, const T* g, std::int64_t channels, const PointPlace<T>* at,
                              const PointRanges& of, std::int64_t from, T* dw, std::int64_t row, std::int64_t rest) {
  const auto get = [rest](const T* p, auto v) {
    if constexpr (Partial && v() == N - 1)
      return load_partial<P>(p + v() * lanes<P>, rest, T(0));
    else
      return load<P>(p + v() * lanes<P>);
  };
  P acc[static_cast<std::size_t>(M)][static_cast<std::size_t>(N)];
  unroll<M>([&](auto m) { unroll<N>([&](auto v) { acc[m()][v()] = P(T(0)); }); });
  TileSums sums(acc);
  for (std::int64_t range = 0; range < of.count; ++range) {
    std::int64_t p = of.first + range * of.step;
    const T* factors = g + p * a.pitch;
    for (const std::int64_t last = p + of.length; p < last;) {
      const std::int64_t end = p + sums.take(acc, last - p);
      for (; p < end; ++p, factors += a.pitch) {
        const T* const x = at[p].x + from;
        P b[static_cast<std::size_t>(N)];
        unroll<N>([&](auto v) { b[v()] = get(x, v); });
        unroll<M>([&](auto m) {
          const P factor(factors[m()]);
          unroll<N>([&](auto v) { acc[m()][v()] = multiply_add(factor, b[v()], acc[m()][v()]); });
        });
      }
    }
  }
  sums.finish(acc);
  unroll<M>([&](auto m) {
    if (m() >= channels) return;
    unroll<N>([&](auto v) {
      T* const to = dw + m() * row;
      const P sum = (a.begin ? P(T(0)) : get(to, v)) + acc[m()][v()];
      if constexpr (Partial && v() == N - 1)
        store_partial(to + v() * lanes<P>, sum, rest);
      else
        store_lanes(to + v() * lanes<P>, sum);
    });
  });
}

/// The inner products of the gradients of `M` points, of which `points` are there, with N vectors of weights, `step`
/// numbers from a channel to the next; of the last vector `rest` lanes are there if Partial.
template <class P, int M, int N, bool Partial, class T>
constexpr void add_inner_tile(const PointGradients<T>& a, std::int64_t first, std::int64_t points, const T* w,
                              std::int64_t step, const PointPlace<T>* at, std::int64_t from, std::int64_t rest) {
  P acc[static_cast<std::size_t>(M)][static_cast<std::size_t>(N)];
  unroll<M>([&](auto m) { unroll<N>([&](auto v) { acc[m()][v()] = P(T(0)); }); });
  TileSums sums(acc);
  accumulate_long(sums, acc, a.g + first * a.pitch, a.pitch, w, step, a.channels);
  sums.finish(acc);
  unroll<M>([&](auto m) {
    if (m() >= points) return;
    unroll<N>([&](auto v) {
      T* const to = at[first + m()].dx + from + v() * lanes<P>;
      if constexpr (Partial && v() == N - 1)
        store_partial(to, load_partial<P>(to, rest, T(0)) + acc[m()][v()], rest);
      else
        store_lanes(to, load<P>(to) + acc[m()][v()]);
    });
  });
}

/// The same of `n` points from `first` on: in tiles as wide as registers hold, or, where few points are left, in narrower
/// ones.
template <class P, int N, bool Partial, class T>
constexpr void add_inner_column(const PointGradients<T>& a, std::int64_t first, std::int64_t n, const T* w,
                                std::int64_t step, const PointPlace<T>* at, std::int64_t from, std::int64_t rest) {
  constexpr int wide = tile_pixels, narrow = narrow_tile_pixels;
  for (std::int64_t p = 0; p < n;) {
    const std::int64_t left = n - p;
    const auto tile = [&](auto m) {
      add_inner_tile<P, m(), N, Partial>(a, first + p, left, w, step, at, from, rest);
      return std::int64_t{m()};
    };
    if (left > narrow && left != 2 * narrow)
      p += tile(std::integral_constant<int, wide>{});
    else if (left > narrow / 2)
      p += tile(std::integral_constant<int, narrow>{});
    else
      p += tile(std::integral_constant<int, narrow / 2>{});
  }
}
template <class P, int N, bool Partial, class T>
constexpr void add_inner_column(const PointGradients<T>& a, const PointRanges& of, const T* w, std::int64_t step,
                                const PointPlace<T>* at, std::int64_t from, std::int64_t rest) {
  for (std::int64_t i = 0; i < of.count; ++i)
    add_inner_column<P, N, Partial>(a, of.first + i * of.step, of.length, w, step, at, from, rest);
}

}  // namespace impl

/// dw[k · row + v] += sum over the points of g[p][k] · x[p][v], for the runs of dw and x that `for_runs` calls its
/// argument with: (begin in dw, begin in x, length, points).
template <class P, class T, class ForRuns>
constexpr void add_outer_products(const PointGradients<T>& a, const PointPlace<T>* at, T* dw, std::int64_t row,
                                  ForRuns for_runs) {
  constexpr int M = impl::outer_channels, N = impl::outer_vectors;
  for (std::int64_t k = 0; k < a.channels; k += M) {
    const T* const g = a.g + k;
    const std::int64_t channels = a.channels - k;
    for_runs([&](std::int64_t to, std::int64_t from, std::int64_t length, const PointRanges& of) {
      std::int64_t v = 0;
      const auto tile = [&](auto n, auto partial) {
        impl::add_outer_tile<P, M, n(), partial()>(a, g, channels, at, of, from + v, dw + k * row + to + v, row,
                                                   length - v);
        v += n() * lanes<P>;
      };
      // Four vectors are two tiles of two.
      while (v + N * lanes<P> <= length && length - v != 4 * lanes<P>)
        tile(std::integral_constant<int, N>{}, std::false_type{});
      while (v + 2 * lanes<P> <= length) tile(std::integral_constant<int, 2>{}, std::false_type{});
      if (v + lanes<P> <= length) tile(std::integral_constant<int, 1>{}, std::false_type{});
      if (v < length) tile(std::integral_constant<int, 1>{}, std::true_type{});
    });
  }
}

/// dx[p][v] += sum over the channels of g[p][k] · w[k · step + v], v < length, of some points. Up to a register's lanes are
/// read behind the last weight.
template <class P, class T>
constexpr void add_inner_products(const PointGradients<T>& a, const PointRanges& of, const T* w, std::int64_t step,
                                  const PointPlace<T>* at, std::int64_t from, std::int64_t length) {
  std::int64_t v = 0;
  for (; v + 2 * lanes<P> <= length; v += 2 * lanes<P>)
    impl::add_inner_column<P, 2, false>(a, of, w + v, step, at, from + v, 0);
  if (v + lanes<P> <= length) {
    impl::add_inner_column<P, 1, false>(a, of, w + v, step, at, from + v, 0);
    v += lanes<P>;
  }
  if (v < length) impl::add_inner_column<P, 1, true>(a, of, w + v, step, at, from + v, length - v);
}

/// db[k] += sum over the points of g[p][k].
template <class P, class T>
constexpr void add_point_sums(const PointGradients<T>& a, T* db) {
  for_packs<P>(
      a.channels,
      [&](std::int64_t k) {
        LongSum<P> sum;
        for (std::int64_t p = 0; p < a.n; ++p) sum.add(load<P>(a.g + p * a.pitch + k));
        store_lanes(db + k, load<P>(db + k) + sum.value());
      },
      [&](std::int64_t k, std::int64_t n) {
        LongSum<P> sum;
        for (std::int64_t p = 0; p < a.n; ++p) sum.add(load<P>(a.g + p * a.pitch + k));
        store_partial(db + k, load_partial<P>(db + k, n, T(0)) + sum.value(), n);
      });
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

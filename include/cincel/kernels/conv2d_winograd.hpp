// Convolution by Winograd's transforms: 3x3, stride 1, tiles of M x M outputs.
//
//     for each pass of tiles                          (ops/winograd.hpp says how many)
//       V[point][tile][C] = transformed inputs
//       for each group of N vectors of output channels
//         for each of the (M + 2)² points
//           P[point][tile][N] = V[point] · U[point]   tiles of registers, as in a direct convolution (tile.hpp)
//         for each tile
//           y = f(transform of P + bias + residual), pooled if a pooling follows
//
// Rounding: to 1e-5 of the largest sum of terms' magnitudes of the outputs of a tile, where a direct convolution holds that
// for each output by itself. A NaN or an infinity in the input makes all outputs of the tiles that read it NaN.
#pragma once

#include <cincel/kernels/conv2d_args.hpp>
#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/tile.hpp>
#include <cincel/kernels/winograd_transforms.hpp>
#include <cincel/ops/winograd.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// How the tiles of a pass are cut into rows of registers: of m and of m - 1.
struct WinogradRows {
  int m = 1;
  bool wide = true, narrow = false;
};

/// What the code depends on: that, and what a direct convolution's does.
struct WinogradKey {
  WinogradRows rows{};
  int rest_vectors = 0;
  bool whole = true, partial = false, residual = false;
  Activation activation = Activation::none;
  Size pool{1};
};

template <int M, class P>
constexpr WinogradKey winograd_key(const Step& s) {
  const Op& op = s.op;
  const RowCut cut = cut_row(detail::winograd_tiles<M>(op).pass);
  const std::int64_t rest = op.out.channels() % (tile_vectors * lanes<P>);
  return {.rows = {.m = cut.m, .wide = cut.wide != 0, .narrow = cut.narrow != 0},
          .rest_vectors = static_cast<int>((rest + lanes<P> - 1) / lanes<P>),
          .whole = op.out.channels() >= tile_vectors * lanes<P>,
          .partial = rest % lanes<P> != 0,
          .residual = op.residual,
          .activation = op.activation,
          .pool = op.pool};
}

namespace impl {

/// Extents of the scratch, and where the passes stand.
template <int M, class T>
struct WinogradPlan {
  static constexpr std::int64_t points = detail::winograd_points<M>;

  const Conv2DArgs<T>& a;
  detail::WinogradTiles tiles;
  std::int64_t inputs, tile_pitch, input_plane, product_plane;
  T *v, *products;

  constexpr WinogradPlan(const Op& op, const Conv2DArgs<T>& args)
      : a(args),
        tiles(detail::winograd_tiles<M>(op)),
        inputs(op.in.channels()),
        tile_pitch(detail::winograd_tile_pitch(op)),
        input_plane(detail::winograd_input_plane(op, tiles.pass)),
        product_plane(detail::winograd_product_plane(tiles.pass)),
        v(args.scratch),
        products(args.scratch + points * input_plane) {}

  /// Number of the first tile of a pass.
  constexpr std::int64_t first(std::int64_t pass) const {
    const std::int64_t at = pass * tiles.pass, last = tiles.count() - tiles.pass;
    return at < last ? at : last;
  }
  /// First row, first column of the outputs of a tile.
  constexpr std::int64_t row(std::int64_t tile) const { return end_with(tile / tiles.columns * M, a.rows - M); }
  constexpr std::int64_t column(std::int64_t tile) const { return end_with(tile % tiles.columns * M, a.columns - M); }

 private:
  static constexpr std::int64_t end_with(std::int64_t at, std::int64_t last) { return at < last ? at : last; }
};

/// The transformed inputs of `tile`, number `t` of its pass.
template <class P, int M, class T>
constexpr void winograd_take(const WinogradPlan<M, T>& w, std::int64_t tile, std::int64_t t) {
  const Conv2DArgs<T>& a = w.a;
  const T* x = a.x + w.row(tile) * a.x_row + w.column(tile) * a.x_pixel;
  T* v = w.v + t * w.tile_pitch;
  const auto transform = [&](std::int64_t c, auto read) {
    winograd_input<M, P>([&](std::int64_t i, std::int64_t j) { return read(x + i * a.x_row + j * a.x_pixel + c); },
                         [&](std::int64_t point, const P& u) { store_lanes(v + point * w.input_plane + c, u); });
  };
  for_packs<P>(
      w.inputs, [&](std::int64_t c) { transform(c, [](const T* p) { return load<P>(p); }); },
      [&](std::int64_t c, std::int64_t rest) {
        transform(c, [rest](const T* p) { return load_partial<P>(p, rest, T(0)); });
      });
}

/// Products of one point, of `Tiles` tiles by N vectors of channels.
template <class P, int Tiles, int N, int M, class T>
[[gnu::always_inline]] constexpr void winograd_products(const WinogradPlan<M, T>& w, const T* v, const T* u,
                                                        std::int64_t u_step, T* to) {
  P acc[static_cast<std::size_t>(Tiles)][static_cast<std::size_t>(N)];
  unroll<Tiles>([&](auto m) { unroll<N>([&](auto k) { acc[m()][k()] = P(T(0)); }); });
  TileSums sums(acc);
  accumulate_long(sums, acc, v, w.tile_pitch, u, u_step, w.inputs);
  sums.finish(acc);
  unroll<Tiles>(
      [&](auto m) { unroll<N>([&](auto k) { store_lanes(to + (m() * N + k()) * lanes<P>, acc[m()][k()]); }); });
}

/// Products of one point, of all tiles of a pass.
template <class P, WinogradRows Rows, int N, int M, class T>
constexpr void winograd_point(const WinogradPlan<M, T>& w, const T* v, const T* u, std::int64_t u_step, T* to) {
  constexpr std::int64_t pixel = N * lanes<P>;
  std::int64_t left = w.tiles.pass;
  if constexpr (Rows.wide) {
    const std::int64_t narrow_tiles = Rows.narrow ? cut_row(left).narrow * (Rows.m - 1) : 0;
    for (; left > narrow_tiles; left -= Rows.m, v += Rows.m * w.tile_pitch, to += Rows.m * pixel)
      winograd_products<P, Rows.m, N>(w, v, u, u_step, to);
  }
  if constexpr (Rows.narrow)
    for (; left > 0; left -= Rows.m - 1, v += (Rows.m - 1) * w.tile_pitch, to += (Rows.m - 1) * pixel)
      winograd_products<P, Rows.m - 1, N>(w, v, u, u_step, to);
}

/// One vector of channels of a tile, from its products to y. `k` is its first channel; of a Partial one `rest` lanes
/// are written.
template <class P, WinogradKey Key, bool Partial, int M, class T>
constexpr void winograd_put(const WinogradPlan<M, T>& w, const T* products, std::int64_t tile, std::int64_t k,
                            std::int64_t rest) {
  const Conv2DArgs<T>& a = w.a;
  const std::int64_t row = w.row(tile), column = w.column(tile);
  const T alpha = static_cast<T>(*a.alpha);
  const P bias = load<P>(a.bias + k);
  constexpr bool later = takes_registers(Key.activation);
  const auto put = [&](T* to, const P& sum) {
    const P y = activate<later ? Activation::none : Key.activation>(sum, alpha);
    if constexpr (Partial)
      store_partial(to, y, rest);
    else
      store_lanes(to, y);
  };
  const auto product = [&](std::int64_t point) { return load<P>(products + point * w.product_plane); };
  if constexpr (Key.pool == Size{1}) {
    T* y = a.y + row * a.y_row + column * a.y_pixel + k;
    [[maybe_unused]] const T* z = Key.residual ? a.z + row * a.z_row + column * a.z_pixel + k : nullptr;
    winograd_output<M, P>(product, [&](auto i, auto j, P sum) {
      sum = sum + bias;
      if constexpr (Key.residual) {
        const T* from = z + i() * a.z_row + j() * a.z_pixel;
        sum = sum + (Partial ? load_partial<P>(from, rest, T(0)) : load<P>(from));
      }
      put(y + i() * a.y_row + j() * a.y_pixel, sum);
    });
    if constexpr (later) activate_stored<P, Key.activation, Partial, 1>(y, a.y_row, M, a.y_pixel, M, rest, alpha);
  } else {
    P best[static_cast<std::size_t>(M / 2)][static_cast<std::size_t>(M / 2)];
    winograd_output<M, P>(product, [&](auto i, auto j, const P& sum) {
      P& b = best[i() / 2][j() / 2];
      b = i() % 2 + j() % 2 == 0 ? sum : maximum(sum, b);
    });
    T* y = a.y + row / 2 * a.y_row + column / 2 * a.y_pixel + k;
    unroll<M / 2>([&](auto i) {
      unroll<M / 2>([&](auto j) { put(y + i() * a.y_row + j() * a.y_pixel, best[i()][j()] + bias); });
    });
    if constexpr (later)
      activate_stored<P, Key.activation, Partial, 1>(y, a.y_row, M / 2, a.y_pixel, M / 2, rest, alpha);
  }
}

/// One group of N vectors of channels, beginning at `k`, of the pass whose first tile is `first`.
template <class P, WinogradKey Key, int N, bool Partial, int M, class T>
constexpr void winograd_group(const WinogradPlan<M, T>& w, std::int64_t first, std::int64_t k) {
  const Conv2DArgs<T>& a = w.a;
  const std::int64_t u_step = packed_width(a.channels, k);
  const T* u = a.weights + packed_index(a.channels, w.points * w.inputs, 0, k);
  for (std::int64_t point = 0; point < w.points; ++point)
    winograd_point<P, Key.rows, N>(w, w.v + point * w.input_plane, u + point * w.inputs * u_step, u_step,
                                   w.products + point * w.product_plane);
  const std::int64_t rest = a.channels - k - (N - 1) * lanes<P>;
  for (std::int64_t t = 0; t < w.tiles.pass; ++t)
    unroll<N>([&](auto n) {
      winograd_put<P, Key, Partial && n() == N - 1>(w, w.products + (t * N + n()) * lanes<P>, first + t,
                                                    k + n() * lanes<P>, rest);
    });
}

}  // namespace impl

template <class P, int M, WinogradKey Key, class T>
constexpr void conv2d_winograd(const Op& op, const Conv2DArgs<T>& a) {
  constexpr std::int64_t group = tile_vectors * lanes<P>;
  const impl::WinogradPlan<M, T> w(op, a);
  for (std::int64_t pass = 0; pass < w.tiles.passes; ++pass) {
    const std::int64_t first = w.first(pass);
    for (std::int64_t t = 0; t < w.tiles.pass; ++t) impl::winograd_take<P>(w, first + t, t);
    std::int64_t k = 0;
    if constexpr (Key.whole)
      for (; k + group <= a.channels; k += group) impl::winograd_group<P, Key, tile_vectors, false>(w, first, k);
    if constexpr (Key.rest_vectors != 0) impl::winograd_group<P, Key, Key.rest_vectors, Key.partial>(w, first, k);
  }
}

/// The forward pass by tiles of M x M.
template <int M>
struct WinogradConv2D {
  template <class P>
  static constexpr WinogradKey key(const Step& s) {
    return winograd_key<M, P>(s);
  }
  template <class P, WinogradKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    for_groups<Key.residual>(s, m, [&](const auto& a) { conv2d_winograd<P, M, Key>(s.op, a); });
  }
};

}  // namespace kernels

template <>
struct Operator<Kind::conv2d, &conv2d_winograd2> : kernels::WinogradConv2D<2> {};
template <>
struct Operator<Kind::conv2d, &conv2d_winograd4> : kernels::WinogradConv2D<4> {};

}  // namespace CINCEL_ISA
}  // namespace cincel

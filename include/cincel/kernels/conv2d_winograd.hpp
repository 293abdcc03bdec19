// Convolution by Winograd's transforms: 3x3, stride 1, tiles of M x M outputs.
//
//     for each pass of tiles, of one map or of several samples' (ops/winograd.hpp says how many)
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
#include <cincel/kernels/several_samples.hpp>
#include <cincel/kernels/tile.hpp>
#include <cincel/kernels/winograd_transforms.hpp>
#include <cincel/ops/winograd.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// How the tiles of a pass are cut into rows of registers: of m and of m - 1. Of m = 0 any number of tiles is cut, into
/// rows as large as are left.
struct WinogradRows {
  int m = 1;
  bool wide = true, narrow = false;
};

/// What the code depends on: that, and what a direct convolution's does.
struct WinogradKey {
  WinogradRows rows{};
  int rest_vectors = 0;
  bool whole = true, partial = false, residual = false;
  bool adds = false;  // to its result, if `adds_to`: then nothing is written twice
  Activation activation = Activation::none;
  Size pool{1};
};

/// Of `channels` of a result, any number of tiles, and nothing fused.
template <class P>
constexpr WinogradKey winograd_key_of(std::int64_t channels) {
  const std::int64_t rest = channels % (tile_vectors * lanes<P>);
  return {.rows = {0, false, false},
          .rest_vectors = static_cast<int>((rest + lanes<P> - 1) / lanes<P>),
          .whole = channels >= tile_vectors * lanes<P>,
          .partial = rest % lanes<P> != 0};
}
template <int M, class P>
constexpr WinogradKey winograd_key(const Step& s) {
  const Op& op = s.op;
  const RowCut cut = cut_row(detail::winograd_tiles<M>(op).pass);
  WinogradKey key = winograd_key_of<P>(op.out.channels());
  key.rows = {.m = cut.m, .wide = cut.wide != 0, .narrow = cut.narrow != 0};
  key.residual = op.residual;
  key.activation = op.activation;
  key.pool = op.pool;
  return key;
}

namespace impl {

/// Where a tile is: the first of its outputs, and how many of its first rows and columns other tiles make too.
template <class T>
struct WinogradTile {
  const Conv2DArgs<T>& a;
  std::int64_t row, column, rows_before, columns_before;
};

/// Extents of the scratch, and where the passes stand.
template <int M, class T>
struct WinogradPlan {
  static constexpr std::int64_t points = detail::winograd_points<M>;

  const Conv2DArgs<T>* of_samples;
  detail::WinogradTiles tiles;
  std::int64_t inputs, tile_pitch, input_plane, product_plane;
  T *v, *products;

  constexpr WinogradPlan(const Op& op, const Conv2DArgs<T>* args, const detail::WinogradTiles& cut, T* room)
      : of_samples(args),
        tiles(cut),
        inputs(op.in.channels()),
        tile_pitch(detail::winograd_tile_pitch(op)),
        input_plane(detail::winograd_input_plane(op, tiles.pass)),
        product_plane(detail::winograd_product_plane(tiles.pass)),
        v(room),
        products(room + points * input_plane) {}

  /// Number of the first tile of a pass.
  constexpr std::int64_t first(std::int64_t pass) const {
    return end_with(pass * tiles.pass, tiles.count() - tiles.pass);
  }
  constexpr WinogradTile<T> tile(std::int64_t number) const {
    const std::int64_t map = tiles.rows * tiles.columns, sample = tiles.samples == 1 ? 0 : number / map,
                       of_map = number - sample * map;
    const Conv2DArgs<T>& a = of_samples[sample];
    const std::int64_t row = of_map / tiles.columns * M, column = of_map % tiles.columns * M,
                       first_row = end_with(row, a.rows - M), first_column = end_with(column, a.columns - M);
    return {a, first_row, first_column, row - first_row, column - first_column};
  }

 private:
  static constexpr std::int64_t end_with(std::int64_t at, std::int64_t last) { return at < last ? at : last; }
};

/// The transformed inputs of `tile`, number `t` of its pass.
template <class P, int M, class T>
constexpr void winograd_take(const WinogradPlan<M, T>& w, std::int64_t tile, std::int64_t t) {
  const WinogradTile<T> at = w.tile(tile);
  const Conv2DArgs<T>& a = at.a;
  const T* x = a.x + at.row * a.x_row + at.column * a.x_pixel;
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
  const auto rows_of = [&](auto m) {
    for (; left >= m(); left -= m(), v += m() * w.tile_pitch, to += m() * pixel)
      winograd_products<P, m(), N>(w, v, u, u_step, to);
  };
  if constexpr (Rows.m == 0) {
    rows_of(std::integral_constant<int, narrow_tile_pixels>{});
    rows_of(std::integral_constant<int, narrow_tile_pixels / 2>{});
    rows_of(std::integral_constant<int, 1>{});
  }
  if constexpr (Rows.wide) {
    const std::int64_t narrow_tiles = Rows.narrow ? cut_row(left).narrow * (Rows.m - 1) : 0;
    for (; left > narrow_tiles; left -= Rows.m, v += Rows.m * w.tile_pitch, to += Rows.m * pixel)
      winograd_products<P, Rows.m, N>(w, v, u, u_step, to);
  }
  if constexpr (Rows.narrow)
    for (; left > 0; left -= Rows.m - 1, v += (Rows.m - 1) * w.tile_pitch, to += (Rows.m - 1) * pixel)
      winograd_products<P, Rows.m - 1, N>(w, v, u, u_step, to);
}

/// The largest of each 2 x 2 outputs of a tile, from its products: put(i, j, pack).
template <int M, class P, class Product, class Put>
[[gnu::always_inline]] constexpr void winograd_pooled(Product product, Put put) {
  P best[static_cast<std::size_t>(M / 2)][static_cast<std::size_t>(M / 2)];
  winograd_output<M, P>(product, [&](auto i, auto j, const P& sum) {
    P& b = best[i() / 2][j() / 2];
    b = i() % 2 + j() % 2 == 0 ? sum : maximum(sum, b);
  });
  unroll<M / 2>([&](auto i) { unroll<M / 2>([&](auto j) { put(i, j, best[i()][j()]); }); });
}

/// One vector of channels of a tile, from its products to y. `k` is its first channel; of a Partial one `rest` lanes
/// are written.
template <class P, WinogradKey Key, bool Partial, int M, class T>
constexpr void winograd_put(const WinogradPlan<M, T>& w, const T* products, const WinogradTile<T>& tile, std::int64_t k,
                            std::int64_t rest) {
  const Conv2DArgs<T>& a = tile.a;
  const T alpha = static_cast<T>(*a.alpha);
  [[maybe_unused]] const P bias = Key.adds ? P(T(0)) : load<P>(a.bias + k);
  constexpr bool later = takes_registers(Key.activation);
  const auto get = [&](const T* from) { return Partial ? load_partial<P>(from, rest, T(0)) : load<P>(from); };
  const auto put = [&](T* to, const P& sum) {
    const P y = activate<later ? Activation::none : Key.activation>(sum, alpha);
    if constexpr (Partial)
      store_partial(to, y, rest);
    else
      store_lanes(to, y);
  };
  const auto product = [&](std::int64_t point) { return load<P>(products + point * w.product_plane); };
  if constexpr (Key.adds) {
    T* y = a.y + tile.row * a.y_row + tile.column * a.y_pixel + k;
    winograd_output<M, P>(product, [&](auto i, auto j, const P& sum) {
      if (i() < tile.rows_before || j() < tile.columns_before) return;
      T* to = y + i() * a.y_row + j() * a.y_pixel;
      put(to, a.adds_to ? sum + get(to) : sum);
    });
  } else if constexpr (Key.pool == Size{1}) {
    T* y = a.y + tile.row * a.y_row + tile.column * a.y_pixel + k;
    [[maybe_unused]] const T* z = Key.residual ? a.z + tile.row * a.z_row + tile.column * a.z_pixel + k : nullptr;
    winograd_output<M, P>(product, [&](auto i, auto j, P sum) {
      sum = sum + bias;
      if constexpr (Key.residual) sum = sum + get(z + i() * a.z_row + j() * a.z_pixel);
      put(y + i() * a.y_row + j() * a.y_pixel, sum);
    });
    if constexpr (later) activate_stored<P, Key.activation, Partial, 1>(y, a.y_row, M, a.y_pixel, M, rest, alpha);
  } else {
    T* y = a.y + tile.row / 2 * a.y_row + tile.column / 2 * a.y_pixel + k;
    winograd_pooled<M, P>(
        product, [&](auto i, auto j, const P& best) { put(y + i() * a.y_row + j() * a.y_pixel, best + bias); });
    if constexpr (later)
      activate_stored<P, Key.activation, Partial, 1>(y, a.y_row, M / 2, a.y_pixel, M / 2, rest, alpha);
  }
}

/// One group of N vectors of channels, beginning at `k`, of the pass whose first tile is `first`; if Key.adds, of the
/// tiles from `made` on.
template <class P, WinogradKey Key, int N, bool Partial, int M, class T>
constexpr void winograd_group(const WinogradPlan<M, T>& w, std::int64_t first, std::int64_t made, std::int64_t k) {
  const Conv2DArgs<T>& a = *w.of_samples;
  const std::int64_t u_step = packed_width(a.channels, k);
  const T* u = a.weights + packed_index(a.channels, w.points * w.inputs, 0, k);
  for (std::int64_t point = 0; point < w.points; ++point)
    winograd_point<P, Key.rows, N>(w, w.v + point * w.input_plane, u + point * w.inputs * u_step, u_step,
                                   w.products + point * w.product_plane);
  const std::int64_t rest = a.channels - k - (N - 1) * lanes<P>;
  for (std::int64_t t = Key.adds ? made - first : 0; t < w.tiles.pass; ++t) {
    const WinogradTile<T> tile = w.tile(first + t);
    unroll<N>([&](auto n) {
      winograd_put<P, Key, Partial && n() == N - 1>(w, w.products + (t * N + n()) * lanes<P>, tile, k + n() * lanes<P>,
                                                    rest);
    });
  }
}

}  // namespace impl

/// All passes of a plan.
template <class P, int M, WinogradKey Key, class T>
constexpr void conv2d_winograd(const impl::WinogradPlan<M, T>& w) {
  constexpr std::int64_t group = tile_vectors * lanes<P>;
  const std::int64_t channels = w.of_samples->channels;
  for (std::int64_t pass = 0; pass < w.tiles.passes; ++pass) {
    const std::int64_t first = w.first(pass), made = pass * w.tiles.pass;
    for (std::int64_t t = 0; t < w.tiles.pass; ++t) impl::winograd_take<P>(w, first + t, t);
    std::int64_t k = 0;
    if constexpr (Key.whole)
      for (; k + group <= channels; k += group) impl::winograd_group<P, Key, tile_vectors, false>(w, first, made, k);
    if constexpr (Key.rest_vectors != 0) impl::winograd_group<P, Key, Key.rest_vectors, Key.partial>(w, first, made, k);
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
    for_groups<Key.residual>(s, m, [&](const auto& a) {
      conv2d_winograd<P, M, Key>(impl::WinogradPlan<M, T>(s.op, &a, detail::winograd_tiles<M>(s.op), a.scratch));
    });
  }
};

/// The same of several samples, whose tiles go through a pass together; in training of one sample too.
template <int M>
struct WinogradSamples {
  static constexpr bool takes_one = true;
  static constexpr std::int64_t room(const Op& op) {
    return detail::winograd_room<M>(op, detail::winograd_tiles_at_once<M>(op));
  }
  template <class P, WinogradKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>* m, int n, T* room) {
    constexpr WinogradKey any = [] {
      WinogradKey key = Key;
      key.rows = {0, false, false};
      return key;
    }();
    Conv2DArgs<T> args[most_samples_at_hand]{};
    for (int i = 0; i < n; ++i) for_groups<Key.residual>(s, m[i], [&](const auto& a) { args[i] = a; });
    conv2d_winograd<P, M, any>(
        impl::WinogradPlan<M, T>(s.op, args, detail::winograd_tiles_of_samples<M>(s.op, n), room));
  }
};

}  // namespace kernels

template <>
struct Operator<Kind::conv2d, &conv2d_winograd2> : kernels::WinogradConv2D<2> {};
template <>
struct Operator<Kind::conv2d, &conv2d_winograd4> : kernels::WinogradConv2D<4> {};
template <>
struct SeveralSamples<Kind::conv2d, &conv2d_winograd2> : kernels::WinogradSamples<2> {};
template <>
struct SeveralSamples<Kind::conv2d, &conv2d_winograd4> : kernels::WinogradSamples<4> {};

}  // namespace CINCEL_ISA
}  // namespace cincel

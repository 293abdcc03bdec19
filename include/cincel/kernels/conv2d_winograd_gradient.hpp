// Gradients of a 3x3 convolution by Winograd's transforms, where hardly anything in the gradient of its result is zero:
//
//     g = dy · f'(y) of each sample, with zeros around it
//     for each pass of tiles, of one map or of several samples'
//       X[point][tile][C] = transformed inputs, G[point][tile][K] = transformed tiles of g
//       for each block of 32 channels k
//         S[point][k][C] = sum over the tiles of G[point][tile][k] · X[point][tile]       (point_products.hpp)
//         dw[k] += transform of S
//     dx += the convolution of g with the turned kernels                                (conv2d_winograd.hpp)
//
// Rounding: to 1e-5 of the largest sum of terms' magnitudes, of dx among the pixels of a tile, of dw among the taps of a
// pair of channels. A NaN or an infinity in g makes all that its tile gives NaN.
#pragma once

#include <cincel/kernels/conv2d_gradient_args.hpp>
#include <cincel/kernels/conv2d_winograd.hpp>
#include <cincel/kernels/point_products.hpp>

#include <algorithm>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {
namespace impl {

/// The gradients of some samples' results, and what else these passes work in.
template <int M, class T>
struct WinogradGradients {
  static constexpr std::int64_t points = detail::winograd_points<M>;

  const Op& op;
  const ConvGradientArgs<T>* of_samples;
  std::int64_t n;
  detail::WinogradGradientRoom extents;
  T* maps;   // g of each sample
  T* space;  // for what both gradients work in, in turn
  PointPlace<T>* places;

  WinogradGradients(const ConvGradientArgs<T>* args, std::int64_t samples, const PointRoom<T>& room)
      : op(*args->op),
        of_samples(args),
        n(samples),
        extents(detail::winograd_gradient_room<M>(op, samples)),
        maps(room.gradients),
        space(maps + samples * extents.map),
        places(room.places) {}

  /// Pixel (i, j) of the result in the gradient of a sample.
  T* pixel(std::int64_t sample, std::int64_t i, std::int64_t j) const {
    const Pads& p = op.window.pad;
    return maps + sample * extents.map + (i + 2 - p.top) * extents.row + (j + 2 - p.left) * extents.gradient_pitch;
  }
};

/// g of a sample, and what it adds to the bias.
template <class P, Activation F, int M, class T>
void winograd_gather(const WinogradGradients<M, T>& w, std::int64_t sample) {
  const ConvGradientArgs<T>& a = w.of_samples[sample];
  const std::int64_t height = w.op.out.height(), width = w.op.out.width(), channels = w.op.out.channels();
  T *end = w.maps + sample * w.extents.map, *const begin = end;
  for (std::int64_t i = 0; i < height; ++i)
    for (std::int64_t j = 0; j < width; ++j) {
      T* const to = w.pixel(sample, i, j);
      std::fill(end, to, T(0));
      const std::int64_t at = pixel_at(a.y, i, j);
      gather_point<P, F>(a.dy + at, a.out + at, channels, w.op.alpha, to);
      end = to + w.extents.gradient_pitch;
    }
  std::fill(end, begin + w.extents.map, T(0));
  if (a.db != nullptr)
    add_point_sums<P>(
        PointGradients<T>{begin, w.extents.map / w.extents.gradient_pitch, channels, w.extents.gradient_pitch}, a.db);
}

/// The transformed gradient of `tile`, number `t` of its pass. What another tile has too is left to that.
template <class P, int M, class T>
void winograd_take_gradient(const WinogradGradients<M, T>& w, const WinogradTile<T>& tile, std::int64_t sample, T* to) {
  const T* const g = w.pixel(sample, tile.row, tile.column);
  for (std::int64_t k = 0; k < w.op.out.channels(); k += lanes<P>)
    winograd_result_gradient<M, P>(
        [&](auto i, auto j) {
          if (i() < tile.rows_before || j() < tile.columns_before) return P(T(0));
          return load<P>(g + i() * w.extents.row + j() * w.extents.gradient_pitch + k);
        },
        [&](std::int64_t point, const P& u) { store_lanes(to + point * w.extents.gradient_plane + k, u); });
}

/// Adds to the gradient of the weights of `n` channels from `k` on what their sums of points give, or writes that.
template <class P, int M, class T>
void winograd_put_weights(const WinogradGradients<M, T>& w, const T* sums, std::int64_t k, std::int64_t n, bool begin) {
  const std::int64_t inputs = w.op.in.channels();
  for (std::int64_t i = 0; i < n; ++i, sums += inputs) {
    T* const dw = w.of_samples->dw + (k + i) * 9 * inputs;
    const auto put = [&](std::int64_t c, auto read, auto write) {
      winograd_weight_gradient<M, P>([&](std::int64_t point) { return read(sums + point * w.extents.sum_plane + c); },
                                     [&](std::int64_t tap, const P& x) {
                                       T* const to = dw + tap * inputs + c;
                                       write(to, begin ? x : read(to) + x);
                                     });
    };
    for_packs<P>(
        inputs,
        [&](std::int64_t c) {
          put(c, [](const T* p) { return load<P>(p); }, [](T* p, const P& x) { store_lanes(p, x); });
        },
        [&](std::int64_t c, std::int64_t rest) {
          put(
              c, [rest](const T* p) { return load_partial<P>(p, rest, T(0)); },
              [rest](T* p, const P& x) { store_partial(p, x, rest); });
        });
  }
}

/// The extents of the convolution's input, as its forward pass takes it, of each sample.
template <class T>
Conv2DArgs<T> winograd_input_args(const ConvGradientArgs<T>& a) {
  Conv2DArgs<T> x{};
  x.x = a.in + first_window(*a.op, a.x);
  x.x_row = a.x.row;
  x.x_pixel = a.x.pixel;
  x.rows = a.op->out.height();
  x.columns = a.op->out.width();
  return x;
}

/// Adds to the gradient of the weights what tiles `first` to `end` - 1 give.
template <class P, int M, class T>
void winograd_add_weights(const WinogradGradients<M, T>& w, const WinogradPlan<M, T>& x, std::int64_t first,
                          std::int64_t end, bool begin) {
  const auto& [row, map, pitch, input_plane, gradient_plane, sum_plane, size] = w.extents;
  const std::int64_t per_map = x.tiles.rows * x.tiles.columns, inputs = w.op.in.channels();
  T *const g = w.space + w.points * input_plane, *const sums = g + w.points * gradient_plane;
  for (std::int64_t tile = first, t = 0; tile < end; ++tile, ++t) {
    winograd_take<P>(x, tile, t);
    winograd_take_gradient<P>(w, x.tile(tile), tile / per_map, g + t * pitch);
    w.places[t] = {x.v + t * x.tile_pitch, nullptr};
  }
  for (std::int64_t k = 0; k < w.op.out.channels(); k += packed_block) {
    const std::int64_t left = w.op.out.channels() - k, n = left < packed_block ? left : packed_block;
    for (std::int64_t point = 0; point < w.points; ++point)
      add_outer_products<P>(PointGradients<T>{g + point * gradient_plane + k, end - first, n, pitch, true}, w.places,
                            sums + point * sum_plane, inputs, [&](auto run) {
                              run(std::int64_t{0}, point * x.input_plane, inputs, PointRanges{0, end - first});
                            });
    winograd_put_weights<P>(w, sums, k, n, begin);
  }
}

/// The gradient of the weights, of all samples.
template <class P, int M, class T>
void winograd_weight_gradients(const WinogradGradients<M, T>& w, bool begin) {
  Conv2DArgs<T> args[most_samples_at_hand]{};
  for (std::int64_t i = 0; i < w.n; ++i) args[i] = winograd_input_args(w.of_samples[i]);
  const detail::WinogradTiles tiles = detail::winograd_tiles_of_samples<M>(w.op, w.n);
  const WinogradPlan<M, T> x(w.op, args, tiles, w.space);
  for (std::int64_t pass = 0; pass < tiles.passes; ++pass) {
    const std::int64_t first = pass * tiles.pass, left = tiles.count() - first;
    winograd_add_weights<P>(w, x, first, first + (left < tiles.pass ? left : tiles.pass), begin && pass == 0);
  }
}

/// The gradients of the inputs, of all samples; added to those that are there, if `adds_to`.
template <class P, WinogradKey Key, int M, class T>
void winograd_input_gradients(const WinogradGradients<M, T>& w, bool adds_to) {
  const Op op = detail::winograd_gradient_op(w.op);
  Conv2DArgs<T> args[most_samples_at_hand]{};
  for (std::int64_t i = 0; i < w.n; ++i) {
    const ConvGradientArgs<T>& a = w.of_samples[i];
    Conv2DArgs<T>& to = args[i];
    to.x = w.maps + i * w.extents.map;
    to.x_row = w.extents.row;
    to.x_pixel = w.extents.gradient_pitch;
    to.rows = op.out.height();
    to.columns = op.out.width();
    to.channels = op.out.channels();
    to.weights = a.weights;
    to.alpha = &w.op.alpha;
    to.y = a.dx + a.x.first();
    to.y_row = a.x.row;
    to.y_pixel = a.x.pixel;
    to.adds_to = adds_to;
    if (!adds_to) zero_halo(a.x, a.dx);
  }
  conv2d_winograd<P, M, Key>(WinogradPlan<M, T>(op, args, detail::winograd_tiles_of_samples<M>(op, w.n), w.space));
}

}  // namespace impl

/// Adds to dw (or writes it, if `begin`) and db, and to dx, if it is wanted, or writes that, if not `adds_to`: of `n`
/// samples. `Key` is that of the input's gradient.
template <class P, int M, Activation F, WinogradKey Key, class T>
void conv2d_winograd_gradients(const ConvGradientArgs<T>* of_samples, int n, bool begin, bool adds_to,
                               const PointRoom<T>& room) {
  const impl::WinogradGradients<M, T> w(of_samples, n, room);
  for (std::int64_t i = 0; i < n; ++i) impl::winograd_gather<P, F>(w, i);
  impl::winograd_weight_gradients<P>(w, begin);
  if (of_samples->dx != nullptr) impl::winograd_input_gradients<P, Key>(w, adds_to);
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

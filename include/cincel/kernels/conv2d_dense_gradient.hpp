// Gradients of a convolution where most of the incoming gradient is not zero, as behind a batch normalisation: no zero is
// looked for.
//
//     for each block of output pixels                      (one of a map of up to 32,768 numbers)
//       g = dy · f'(y), one pixel after the other
//       dw[k][window] += the outer products of g and the windows          (point_products.hpp)
//       dx(window)    += the inner products of g and the weights
//
// Of whole maps of several samples the points of a pixel stand side by side; where these maps are so small that many taps
// meet the padding, each tap takes only the pixels for which it lies in the map.
#pragma once

#include <cincel/kernels/conv2d_gradient_args.hpp>
#include <cincel/kernels/nonzero.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/point_products.hpp>
#include <cincel/ops/window_taps.hpp>

#include <algorithm>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Pixels of a block of a map. Four blocks at most, because each adds to dw what it has rounded.
constexpr std::int64_t points_at_once(std::int64_t pixels, std::int64_t channels) {
  const std::int64_t cached = 32768 / point_pitch(channels), quarter = (pixels + 3) / 4;
  const std::int64_t wanted = cached < 256 ? 256 : cached, least = wanted < quarter ? quarter : wanted;
  return least < pixels ? least : pixels;
}
constexpr std::int64_t points_at_once(const Op& op) {
  return points_at_once(op.out.height() * op.out.width(), op.out.channels() / op.groups);
}

/// Whether it is faster to skip nothing, by a look at 32 vectors of a gradient dy · f'(y): where half of it differs from
/// zero, or a third and the `run` of numbers that each is multiplied with is so short that a walk over what is not zero is
/// slow.
template <class P, Activation F, class T>
constexpr bool is_dense(const Shape& map, const Buffer& y, const T* dy, const T* out, float alpha, std::int64_t run) {
  const std::int64_t channels = map.channels(), width = map.width(), pixels = map.height() * width,
                     looks = pixels < 32 ? pixels : 32;
  std::int64_t seen = 0, found = 0;
  for (std::int64_t i = 0, k = 0; i<looks; ++i, k = k + 2 * lanes<P> > channels ? 0 : k + lanes<P>) {
    const std::int64_t p = i * pixels / looks, at = pixel_at(y, p / width, p % width) + k, left = channels - k;
    for_nonzero<P, F>(dy + at, out + at, left, alpha, [&](int, T) { ++found; });
    seen += left < lanes<P> ? left : lanes<P>;
  }
  return (run < 96 ? 3 : 2) * found >= seen;
}
template <class P, Activation F, class T>
constexpr bool is_dense(const ConvGradientArgs<T>& a) {
  const std::int64_t run = (reads_one_run(*a.op, a.x) ? a.op->window.kernel.w : 1) * a.x.map.channels();
  return is_dense<P, F>(a.op->out, a.y, a.dy, a.out, a.op->alpha, run);
}

namespace impl {

/// dy · f'(y) of output pixel (i, j), and the places of its window, as point `p`.
template <class P, Activation F, class T>
[[gnu::always_inline]] constexpr void gather_pixel(const ConvGradientArgs<T>& a, std::int64_t i, std::int64_t j,
                                                   const PointRoom<T>& to, std::int64_t p) {
  const Op& op = *a.op;
  const std::int64_t at = pixel_at(a.y, i, j), window = window_at(op, a.x, i, j);
  to.places[p] = {a.in + window, a.dx == nullptr ? nullptr : a.dx + window};
  gather_point<P, F>(a.dy + at, a.out + at, op.out.channels(), op.alpha,
                     to.gradients + p * point_pitch(op.out.channels()));
}

/// All pixels of a map as points 0, step, 2 · step, …
template <class P, Activation F, class T>
constexpr void gather_map(const ConvGradientArgs<T>& a, const PointRoom<T>& to, std::int64_t step) {
  std::int64_t p = 0;
  for (std::int64_t i = 0; i < a.op->out.height(); ++i)
    for (std::int64_t j = 0; j < a.op->out.width(); ++j, p += step) gather_pixel<P, F>(a, i, j, to, p);
}

/// Into how many classes the columns of a map fall, so that windows of one class do not overlap in a row; 1 where it does
/// not matter. What one point adds to dx the next one would read again at once, from an address between two vectors: the
/// processor would wait for it to reach the cache.
constexpr std::int64_t classes_of_columns(const Op& op) {
  if (op.in.channels() % packed_quantum == 0) return 1;
  const std::int64_t span = (op.window.kernel.w - 1) * std::int64_t{op.window.dilation.w} + 1;
  return (span + op.window.stride.w - 1) / op.window.stride.w;
}

/// `n` pixels from number `first` on, in any order.
template <class P, Activation F, class T>
constexpr void gather_points(const ConvGradientArgs<T>& a, std::int64_t first, std::int64_t n, const PointRoom<T>& to) {
  const std::int64_t width = a.op->out.width(), end = first + n,
                     classes = a.dx == nullptr ? 1 : classes_of_columns(*a.op);
  std::int64_t p = 0;
  for (std::int64_t c = 0; c < classes; ++c)
    for (std::int64_t i = first / width; i * width < end; ++i) {
      const std::int64_t begin = first > i * width ? first - i * width : 0,
                         stop = end < (i + 1) * width ? end - i * width : width;
      for (std::int64_t j = begin + (c + classes - begin % classes) % classes; j < stop; j += classes)
        gather_pixel<P, F>(a, i, j, to, p++);
    }
}

/// Adds what these points give to what `conv2d_dense_gradient` says; if `begin`, dw is written. `for_taps` says what of a
/// row of the kernel is taken at once.
template <class P, class T, class ForTaps>
constexpr void add_points(const ConvGradientArgs<T>& a, const PointRoom<T>& room, std::int64_t n, bool weights,
                          bool begin, ForTaps for_taps) {
  const Op& op = *a.op;
  const std::int64_t row = op.window.kernel.w * a.x.map.channels(), input_row = op.window.dilation.h * a.x.row;
  const PointGradients<T> points{room.gradients, n, op.out.channels(), point_pitch(op.out.channels()), begin};
  if (weights) {
    if (a.db != nullptr) add_point_sums<P>(points, a.db);
    add_outer_products<P>(points, room.places, a.dw, reduction_of(op), [&](auto run) {
      for (std::int64_t r = 0; r < op.window.kernel.h; ++r)
        for_taps(r, [&](std::int64_t to, std::int64_t from, std::int64_t length, const PointRanges& of) {
          if (begin || !of.empty()) run(r * row + to, r * input_row + from, length, of);
        });
    });
  }
  for (std::int64_t r = 0; a.dx != nullptr && r < op.window.kernel.h; ++r)
    for_taps(r, [&](std::int64_t from, std::int64_t to, std::int64_t length, const PointRanges& of) {
      if (!of.empty())
        add_inner_products<P>(points, of, a.weights + r * op.out.channels() * row + from, row, room.places,
                              r * input_row + to, length);
    });
}

/// Of `n` points all, in the runs of a row of the kernel.
template <class P, class T>
constexpr void add_all_points(const ConvGradientArgs<T>& a, const PointRoom<T>& room, std::int64_t n, bool weights,
                              bool begin = false) {
  add_points<P>(a, room, n, weights, begin, [&](std::int64_t, auto take) {
    for_runs(*a.op, a.x, [&](std::int64_t to, std::int64_t from, std::int64_t length) {
      take(to, from, length, PointRanges{0, n});
    });
  });
}

/// Of `samples` points of each pixel of a map those that a tap has in the map.
constexpr PointRanges points_of_tap(const Op& op, std::int64_t r, std::int64_t s, std::int64_t samples) {
  const TapRange rows = rows_of_tap(op, r), columns = columns_of_tap(op, s);
  const std::int64_t row = op.out.width() * samples;
  if (columns.count() == op.out.width()) return {rows.begin * row, rows.count() * row};
  return {rows.begin * row + columns.begin * samples, columns.count() * samples, row, rows.count()};
}

/// Whether to take the points of each tap by themselves: where that spares a tenth of the products, and a tap has channels
/// enough for two vectors.
template <class P>
constexpr bool takes_taps(const Op& op) {
  return op.in.channels() >= 2 * lanes<P> && taps_in_map(op) * 10 <= all_taps(op) * 9;
}

/// Of the maps of `samples` samples all points that count.
template <class P, class T>
constexpr void add_maps(const ConvGradientArgs<T>& a, const PointRoom<T>& room, int samples, bool begin) {
  const Op& op = *a.op;
  const std::int64_t n = samples * op.out.height() * op.out.width(), c = op.in.channels();
  if (!takes_taps<P>(op)) return add_all_points<P>(a, room, n, true, begin);
  add_points<P>(a, room, n, true, begin, [&](std::int64_t r, auto take) {
    for (std::int64_t s = 0; s < op.window.kernel.w; ++s)
      take(s * c, s * op.window.dilation.w * a.x.pixel, c, points_of_tap(op, r, s, samples));
  });
}

}  // namespace impl

/// Adds to dx, its halo included, where it is wanted, and, if `weights`, to dw, laid out [K][R][S·C], and db.
template <class P, Activation F, class T>
constexpr void conv2d_dense_gradient(const ConvGradientArgs<T>& a, const PointRoom<T>& room, bool weights) {
  if (!weights && a.dx == nullptr) return;
  const std::int64_t pixels = a.op->out.height() * a.op->out.width(), block = points_at_once(*a.op);
  for (std::int64_t first = 0; first < pixels; first += block) {
    const std::int64_t n = pixels - first < block ? pixels - first : block;
    impl::gather_points<P, F>(a, first, n, room);
    impl::add_all_points<P>(a, room, n, weights);
  }
}

/// The same of several samples, whose gradients are added up in registers: of the `n` that `sample(i)` gives, as many
/// at a time as `points` pixels have room for. Those whose gradient is mostly zero go to `sparse(args)`. If `begin`, dw
/// is not there yet.
template <class P, Activation F, class T, class Sample, class Sparse>
constexpr void conv2d_dense_gradients(int n, std::int64_t points, const PointRoom<T>& room, bool begin, Sample sample,
                                      Sparse sparse) {
  ConvGradientArgs<T> dense[most_samples_at_hand];
  int gathered = 0;
  for (int i = 0; i < n; ++i) {
    const ConvGradientArgs<T> a = sample(i);
    const std::int64_t pixels = a.op->out.height() * a.op->out.width();
    if (is_dense<P, F>(a)) {
      dense[gathered++] = a;
    } else {
      if (begin) std::fill_n(a.dw, reduction_of(*a.op) * a.op->out.channels(), T(0));
      begin = false;
      sparse(a);
    }
    if (gathered == 0 || (i + 1 < n && (gathered + 1) * pixels <= points)) continue;
    const std::int64_t pitch = point_pitch(a.op->out.channels());
    for (int k = 0; k < gathered; ++k)
      impl::gather_map<P, F>(dense[k], {room.gradients + k * pitch, room.places + k}, gathered);
    impl::add_maps<P>(a, room, gathered, begin);
    begin = false;
    gathered = 0;
  }
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

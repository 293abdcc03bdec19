// Gradients of a convolution where most of the incoming gradient is not zero, as behind a batch normalisation: nothing
// is skipped.
//
//     for each block of output pixels                      (one of a map of up to 32,768 numbers)
//       g = dy · f'(y), one pixel after the other
//       dw[k][window] += the outer products of g and the windows          (point_products.hpp)
//       dx(window)    += the inner products of g and the weights
#pragma once

#include <cincel/kernels/conv2d_gradient_args.hpp>
#include <cincel/kernels/nonzero.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/point_products.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Pixels of a block. Four blocks at most, because each adds to dw what it has rounded.
constexpr std::int64_t points_at_once(const Op& op) {
  const std::int64_t pixels = op.out.height() * op.out.width(),
                     cached = 32768 / point_pitch(op.out.channels() / op.groups), quarter = (pixels + 3) / 4;
  const std::int64_t wanted = cached < 256 ? 256 : cached, least = wanted < quarter ? quarter : wanted;
  return least < pixels ? least : pixels;
}

/// Numbers of `PointRoom::gradients` that `op` wants.
constexpr std::int64_t gradients_at_once(const Op& op) {
  return (points_at_once(op) + points_beyond) * point_pitch(op.out.channels() / op.groups);
}

/// Whether it is faster to skip nothing, by a look at 32 vectors of the gradient: where half of it differs from zero, or
/// a third and the runs of the window are so short that a walk over what is not zero is slow.
template <class P, Activation F, class T>
constexpr bool is_dense(const ConvGradientArgs<T>& a) {
  const std::int64_t channels = a.op->out.channels(), width = a.op->out.width(), pixels = a.op->out.height() * width,
                     looks = pixels < 32 ? pixels : 32;
  std::int64_t seen = 0, found = 0;
  for (std::int64_t i = 0, k = 0; i<looks; ++i, k = k + 2 * lanes<P> > channels ? 0 : k + lanes<P>) {
    const std::int64_t p = i * pixels / looks, at = pixel_at(a.y, p / width, p % width) + k, left = channels - k;
    for_nonzero<P, F>(a.dy + at, a.out + at, left, a.op->alpha, [&](int, T) { ++found; });
    seen += left < lanes<P> ? left : lanes<P>;
  }
  const std::int64_t run = (reads_one_run(*a.op, a.x) ? a.op->window.kernel.w : 1) * a.x.map.channels();
  return (run < 96 ? 3 : 2) * found >= seen;
}

namespace impl {

/// dy · f'(y) of `n` pixels from number `first` on, and where their windows begin.
template <class P, Activation F, class T>
constexpr PointGradients<T> gather_points(const ConvGradientArgs<T>& a, std::int64_t first, std::int64_t n,
                                          const PointRoom<T>& room) {
  const Op& op = *a.op;
  const std::int64_t channels = op.out.channels(), width = op.out.width(), pitch = point_pitch(channels);
  for (std::int64_t p = 0; p < n; ++p) {
    const std::int64_t i = (first + p) / width, j = (first + p) % width, at = pixel_at(a.y, i, j);
    T* const to = room.gradients + p * pitch;
    room.offsets[p] = window_at(op, a.x, i, j);
    const auto slope = [&](std::int64_t k, auto get) {
      P g = get(a.dy + at + k);
      if constexpr (F != Activation::none) g = activation_gradient<F>(g, get(a.out + at + k), static_cast<T>(op.alpha));
      return g;
    };
    for_packs<P>(
        channels, [&](std::int64_t k) { store_lanes(to + k, slope(k, [](const T* from) { return load<P>(from); })); },
        [&](std::int64_t k, std::int64_t rest) {
          store_partial(to + k, slope(k, [rest](const T* from) { return load_partial<P>(from, rest, T(0)); }), rest);
        });
    for (std::int64_t k = channels; k < pitch; ++k) to[k] = T(0);
  }
  return {room.gradients, n, channels, pitch};
}

}  // namespace impl

/// Adds to dx, its halo included, where it is wanted, and, if `Weights`, to dw, laid out [K][R][S·C], and db.
template <class P, Activation F, class T>
constexpr void conv2d_dense_gradient(const ConvGradientArgs<T>& a, const PointRoom<T>& room, bool weights) {
  const Op& op = *a.op;
  const std::int64_t pixels = op.out.height() * op.out.width(), block = points_at_once(op);
  const std::int64_t row = op.window.kernel.w * a.x.map.channels(), input_row = op.window.dilation.h * a.x.row;
  for (std::int64_t first = 0; first < pixels; first += block) {
    const auto points = impl::gather_points<P, F>(a, first, pixels - first < block ? pixels - first : block, room);
    if (weights) {
      if (a.db != nullptr) add_point_sums<P>(points, a.db);
      add_outer_products<P>(points, a.in, room.offsets, a.dw, reduction_of(op), [&](auto run) {
        for (std::int64_t r = 0; r < op.window.kernel.h; ++r)
          for_runs(op, a.x, [&](std::int64_t to, std::int64_t from, std::int64_t length) {
            run(r * row + to, r * input_row + from, length);
          });
      });
    }
    for (std::int64_t r = 0; a.dx != nullptr && r < op.window.kernel.h; ++r)
      for_runs(op, a.x, [&](std::int64_t from, std::int64_t to, std::int64_t length) {
        add_inner_products<P>(points, a.weights + r * op.out.channels() * row + from, row, room.offsets,
                              a.dx + r * input_row + to, length);
      });
  }
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

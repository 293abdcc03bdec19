// Winograd's way to convolve by 3x3 with stride 1, as values: tiles of M x M outputs from (M + 2) x (M + 2) inputs, at
// (M + 2)² multiply-adds for each pair of channels instead of 9·M². Arithmetic: kernels/conv2d_winograd.hpp.
#pragma once

#include <cincel/core/number_type.hpp>
#include <cincel/core/round_up.hpp>
#include <cincel/ops/conv2d_cost.hpp>
#include <cincel/ops/operator_traits.hpp>
#include <cincel/ops/packing.hpp>

#include <type_traits>

namespace cincel {
namespace detail {

// What kernels call while they run is inlined, so that no instruction set's copy of it is linked into another's.

/// Numbers of a transformed tile, and of a transformed kernel.
template <int M>
inline constexpr std::int64_t winograd_points = (M + 2) * (M + 2);

/// Floats of the transformed weights without bias: [K / 32][points][C][32].
template <int M>
[[gnu::always_inline]] constexpr std::int64_t winograd_weights(const Op& op) {
  return packed_size(op.out.channels(), winograd_points<M> * op.in.channels());
}

/// From one transformed tile to the next, and from one point to the next, of inputs and of products: odd multiples of
/// 64 bytes, so that what is read together lies in different sets of the cache.
[[gnu::always_inline]] constexpr std::int64_t odd_lines(std::int64_t n) {
  constexpr std::int64_t line = 16;
  return (round_up(n, line) / line | 1) * line;
}
[[gnu::always_inline]] constexpr std::int64_t winograd_tile_pitch(const Op& op) { return odd_lines(op.in.channels()); }
[[gnu::always_inline]] constexpr std::int64_t winograd_input_plane(const Op& op, std::int64_t pass) {
  return odd_lines(pass * winograd_tile_pitch(op));
}
/// Tiles of one way to compute a convolution. The last tile of a row or column is moved back so that it ends with the
/// map, and the last pass so that it ends with the tiles: all tiles are whole and all passes equal.
struct WinogradTiles {
  std::int64_t rows = 1, columns = 1, samples = 1;
  std::int64_t pass = 1, passes = 1;  // tiles of a pass, whose transformed numbers stay in the cache

  [[gnu::always_inline]] constexpr std::int64_t count() const { return samples * rows * columns; }
  [[gnu::always_inline]] constexpr void cut_into_passes(std::int64_t most) {
    passes = (count() + most - 1) / most;
    pass = (count() + passes - 1) / passes;
  }
};
/// Tiles of a pass at most. Weights that no second-level cache holds are read once a pass: fewer passes. Between small maps
/// half of what these take must do, or a row of registers, so that small networks stay small.
template <int M>
[[gnu::always_inline]] constexpr std::int64_t most_winograd_tiles(const Op& op) {
  const std::int64_t maps = op.in.volume() + map_before_pooling(op).volume();
  const std::int64_t room = maps / 2 / (winograd_points<M> * (winograd_tile_pitch(op) + packed_block));
  const std::int64_t most = winograd_weights<M>(op) * float_size <= 512_KiB ? 28 : 56;
  if (maps * float_size > 256_KiB || room >= most) return most;
  return room > 12 ? room : 12;
}
template <int M>
[[gnu::always_inline]] constexpr WinogradTiles winograd_map(const Op& op) {
  const Shape map = map_before_pooling(op);
  return {(map.height() + M - 1) / M, (map.width() + M - 1) / M};
}
template <int M>
[[gnu::always_inline]] constexpr WinogradTiles winograd_tiles(const Op& op) {
  WinogradTiles t = winograd_map<M>(op);
  t.cut_into_passes(most_winograd_tiles<M>(op));
  return t;
}

[[gnu::always_inline]] constexpr std::int64_t winograd_product_plane(std::int64_t pass) {
  return odd_lines(pass * packed_block);
}

/// Transformed inputs and products of `pass` tiles.
template <int M>
[[gnu::always_inline]] constexpr std::int64_t winograd_room(const Op& op, std::int64_t pass) {
  return winograd_points<M> * (winograd_input_plane(op, pass) + winograd_product_plane(pass));
}
/// Training works in room of its own.
template <int M>
constexpr std::int64_t winograd_scratch(const Op& op, Mode mode) {
  return mode == Mode::training ? 0 : winograd_room<M>(op, winograd_tiles<M>(op).pass);
}

/// Tiles of several samples that are transformed at once: many, so that the weights are read once for them, but not
/// more than 4 MiB.
inline constexpr std::int64_t most_tiles_at_once = 64;
template <int M>
[[gnu::always_inline]] constexpr std::int64_t winograd_tiles_at_once(const Op& op) {
  const std::int64_t channels = odd_lines(op.in.channels()) + odd_lines(op.out.channels()),
                     fit = numbers_in(4_MiB) / (winograd_points<M> * channels) / 8 * 8;
  return fit < 8 ? 8 : smaller(fit, most_tiles_at_once);
}
template <int M>
[[gnu::always_inline]] constexpr WinogradTiles winograd_tiles_of_samples(const Op& op, std::int64_t samples) {
  WinogradTiles t = winograd_map<M>(op);
  t.samples = samples;
  t.cut_into_passes(winograd_tiles_at_once<M>(op));
  return t;
}
/// How many samples have as many tiles.
template <int M>
constexpr std::int64_t winograd_samples(const Op& op) {
  const std::int64_t samples = winograd_tiles_at_once<M>(op) / winograd_map<M>(op).count();
  return larger(smaller(samples, most_samples_at_hand), 1);
}

/// Operations on vectors of a tile's transforms, its loads and stores included: of its inputs, of its outputs.
struct WinogradTransformCost {
  std::int64_t input, output;
};
template <int M>
inline constexpr WinogradTransformCost winograd_transform_cost =
    M == 2 ? WinogradTransformCost{80, 60} : WinogradTransformCost{260, 200};

/// Whether `op` convolves by 3x3 with stride 1 over all channels, and is large enough for a tile.
template <int M>
constexpr bool winograd_fits(const Op& op) {
  const Window& w = op.window;
  const Shape map = map_before_pooling(op);
  return w.kernel == Size{3} && w.stride == Size{1} && w.dilation == Size{1} && op.groups == 1 && map.height() >= M &&
         map.width() >= M && (op.pool == Size{1} || op.pool == Size{2});
}

template <int M>
constexpr Fit winograd_fit(const Op& op, const Target& t) {
  if (!winograd_fits<M>(op)) return {.fits = false};
  constexpr WinogradTransformCost each = winograd_transform_cost<M>;
  const std::int64_t tiles = winograd_map<M>(op).count(), inputs = op.in.channels(), outputs = op.out.channels();
  const std::int64_t vectors = winograd_points<M> * inputs * round_up(outputs, packed_quantum) +
                               each.input * round_up(inputs, t.lanes) + each.output * round_up(outputs, t.lanes);
  const std::int64_t cost = tiles * vectors / t.lanes + cost_of_weights(op, winograd_weights<M>(op), t);
  // Its sums round more than a direct one's, so it must be worth it; fewer channels leave the products too short.
  const bool is_wanted = !t.tight_numbers && inputs >= 16 && outputs >= 16;
  return {.fits = true, .cost = is_wanted ? cost + cost / (M == 2 ? 16 : 6) : Fit::forced_only};
}

/// The convolution that makes the gradient of `op`'s input from that of its result.
constexpr Op winograd_gradient_op(const Op& op) {
  const Window& w = op.window;
  Op g = op;
  g.in = op.out;
  g.out = op.in;
  g.window.pad = {2 - w.pad.top, 2 - w.pad.left, 2 - w.pad.bottom, 2 - w.pad.right};
  return g;
}
/// Whether both gradients of `op`, which is one of 3x3, can be made by tiles of `m` x m.
constexpr bool winograd_gradient_fits(const Op& op, int m) {
  const Pads& p = op.window.pad;
  return op.in.height() >= m && op.in.width() >= m && op.out.height() >= m && op.out.width() >= m && p.top <= 2 &&
         p.left <= 2 && p.bottom <= 2 && p.right <= 2 && op.pool == Size{1} && !op.residual;
}
/// What the gradients of up to `samples` samples are made in: the gradient of each one's result with zeros around it,
/// then either the transformed inputs, gradients and sums of weights of a pass, or what the input's gradient takes.
struct WinogradGradientRoom {
  std::int64_t row = 0, map = 0;    // of a gradient: from a row to the next, of a sample
  std::int64_t gradient_pitch = 0;  // from a pixel, or a transformed tile, to the next
  std::int64_t input_plane = 0, gradient_plane = 0, sum_plane = 0;  // from a point to the next
  std::int64_t size = 0;
};
template <int M>
[[gnu::always_inline]] constexpr WinogradGradientRoom winograd_gradient_room(const Op& op, std::int64_t samples) {
  const std::int64_t tiles = winograd_tiles_at_once<M>(op);
  WinogradGradientRoom r;
  r.gradient_pitch = odd_lines(op.out.channels());
  r.row = (op.in.width() + 2) * r.gradient_pitch;
  r.map = (op.in.height() + 2) * r.row;
  r.input_plane = winograd_input_plane(op, tiles);
  r.gradient_plane = odd_lines(tiles * r.gradient_pitch);
  r.sum_plane = odd_lines(packed_block * op.in.channels());
  const std::int64_t weights = winograd_points<M> * (r.input_plane + r.gradient_plane + r.sum_plane),
                     input = winograd_points<M> * (r.gradient_plane + winograd_product_plane(tiles));
  r.size = samples * r.map + larger(weights, input);
  return r;
}

/// As `OperatorTraits::gradient_tile` says. Gradients of weights take as many products as those of the input.
constexpr int winograd_gradient_tile(const Op& op, const Target& t) {
  if (!winograd_fits<2>(op) || !winograd_gradient_fits(op, 2)) return 0;
  const Op g = winograd_gradient_op(op);
  std::int64_t cost = cost_of_direct(g, t);
  int tile = 0;
  const auto try_tile = [&](int m, const Fit& fit) {
    if (!fit.fits || fit.cost >= cost) return;
    cost = fit.cost;
    tile = m;
  };
  try_tile(2, winograd_fit<2>(g, t));
  if (winograd_gradient_fits(op, 4)) try_tile(4, winograd_fit<4>(g, t));
  return tile;
}

/// Winograd's tile by which an op is computed forward; 0: otherwise.
constexpr int winograd_tile_of(Packing p) { return p == Packing::winograd2 ? 2 : p == Packing::winograd4 ? 4 : 0; }
/// Calls f(integral constant M) for a tile of M x M, or returns `none`.
template <class F, class Result>
constexpr Result for_winograd_tile(int tile, Result none, F f) {
  if (tile == 2) return f(std::integral_constant<int, 2>{});
  if (tile == 4) return f(std::integral_constant<int, 4>{});
  return none;
}

template <int M>
inline constexpr Needs winograd_needs{.halo = window_halo,
                                      .scratch = winograd_scratch<M>,
                                      .packing = M == 2 ? Packing::winograd2 : Packing::winograd4,
                                      .packed_weights = winograd_weights<M>,
                                      .tile_rows = M};

}  // namespace detail

inline constexpr Implementation conv2d_winograd2{"winograd2", detail::winograd_fit<2>, &detail::winograd_needs<2>};
inline constexpr Implementation conv2d_winograd4{"winograd4", detail::winograd_fit<4>, &detail::winograd_needs<4>};

}  // namespace cincel

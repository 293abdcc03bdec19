// Winograd's way to convolve by 3x3 with stride 1, as values: tiles of M x M outputs from (M + 2) x (M + 2) inputs, at
// (M + 2)² multiply-adds for each pair of channels instead of 9·M². Arithmetic: kernels/conv2d_winograd.hpp.
#pragma once

#include <cincel/core/number_type.hpp>
#include <cincel/core/round_up.hpp>
#include <cincel/ops/operator_traits.hpp>
#include <cincel/ops/packing.hpp>

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
  std::int64_t rows = 1, columns = 1;
  std::int64_t pass = 1, passes = 1;  // tiles of a pass, whose transformed numbers stay in the cache

  [[gnu::always_inline]] constexpr std::int64_t count() const { return rows * columns; }
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
[[gnu::always_inline]] constexpr WinogradTiles winograd_tiles(const Op& op) {
  const Shape map = map_before_pooling(op);
  WinogradTiles t{(map.height() + M - 1) / M, (map.width() + M - 1) / M};
  const std::int64_t most = most_winograd_tiles<M>(op);
  t.passes = (t.count() + most - 1) / most;
  t.pass = (t.count() + t.passes - 1) / t.passes;
  return t;
}

[[gnu::always_inline]] constexpr std::int64_t winograd_product_plane(std::int64_t pass) {
  return odd_lines(pass * packed_block);
}

template <int M>
constexpr std::int64_t winograd_scratch(const Op& op, Mode) {
  const std::int64_t pass = winograd_tiles<M>(op).pass;
  return winograd_points<M> * (winograd_input_plane(op, pass) + winograd_product_plane(pass));
}

/// What weights cost that are read once for a map, in products of a vector: as much as they stream from memory if no
/// second-level cache holds them (measured 0.9 to 1.1 of 8 or 16 lanes at the full speed of memory, of which a kernel
/// that works meanwhile gets a part).
constexpr std::int64_t cost_of_weights(std::int64_t numbers, const Target& t) {
  return numbers * float_size > t.l2 / 2 ? numbers * 5 / 2 : numbers / 2;
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
  if (!winograd_fits<M>(op) || t.mode == Mode::training) return {.fits = false};
  constexpr WinogradTransformCost each = winograd_transform_cost<M>;
  const std::int64_t tiles = winograd_tiles<M>(op).count(), inputs = op.in.channels(), outputs = op.out.channels();
  const std::int64_t vectors = winograd_points<M> * inputs * round_up(outputs, packed_quantum) +
                               each.input * round_up(inputs, t.lanes) + each.output * round_up(outputs, t.lanes);
  const std::int64_t cost = tiles * vectors / t.lanes + cost_of_weights(winograd_weights<M>(op), t);
  // Its sums round more than a direct one's, so it must be worth it; fewer channels leave the products too short.
  const bool is_wanted = !t.tight_numbers && inputs >= 16 && outputs >= 16;
  return {.fits = true, .cost = is_wanted ? cost + cost / (M == 2 ? 16 : 6) : Fit::forced_only};
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

// Convolution by vectors along the width of the map, as values: how the numbers of few channels are sorted for it.
// Arithmetic: kernels/conv2d_width.hpp.
#pragma once

#include <cincel/core/number_type.hpp>
#include <cincel/core/round_up.hpp>
#include <cincel/ops/operator_traits.hpp>
#include <cincel/ops/packing.hpp>

namespace cincel {
namespace detail {

// What kernels call while they run is inlined, so that no instruction set's copy of it is linked into another's.

inline constexpr std::int64_t most_width_inputs = 4, most_width_outputs = 16;
/// Channels of a result that a tile of registers makes at most.
inline constexpr std::int64_t most_width_group = 6;

/// How output channels are cut: `wide` groups of k, the others of k - 1.
struct WidthGroups {
  std::int64_t k = 1, wide = 0, narrow = 0;
};
[[gnu::always_inline]] constexpr WidthGroups width_groups(std::int64_t channels) {
  const std::int64_t groups = (channels + most_width_group - 1) / most_width_group;
  const std::int64_t k = (channels + groups - 1) / groups, wide = channels - groups * (k - 1);
  return {k, wide, groups - wide};
}

/// Vectors of a tile of k channels: these with as many sums, and a weight, in `registers`, of which compilers want a
/// sixteenth for themselves.
[[gnu::always_inline]] constexpr std::int64_t width_vectors(std::int64_t k, std::int64_t registers) {
  return (registers - 1 - registers / 16) / (k + 1);
}

/// What is computed together: some rows of the result, as a plane of numbers for each channel, in which row follows row.
/// The rows that they read stand in planes as well, for each input channel one for each phase of the strides, so that
/// what a tap reads for neighbours are neighbours, from one row to the next too.
struct WidthBand {
  std::int64_t rows = 1, pitch = 1;      // of the result; from a row of a plane to the next
  std::int64_t plane = 0;                // of input, from one to the next
  std::int64_t result_plane = 0;         // of the result, with room for the last tile of any instruction set
  std::int64_t planes = 0, scratch = 0;  // of input; numbers of all
};

[[gnu::always_inline]] constexpr WidthBand width_band(const Op& op) {
  constexpr std::int64_t most = numbers_in(16_KiB);
  const Window& w = op.window;
  const std::int64_t height = op.out.height(), outputs = op.out.channels();
  WidthBand b;
  b.planes = op.in.channels() * w.stride.h * w.stride.w;
  b.pitch = (rows_read(op.out.width(), w.kernel.w, w.stride.w, w.dilation.w, 0) + w.stride.w - 1) / w.stride.w;
  const std::int64_t wanted = larger(most / (b.pitch * (b.planes + outputs)), 1),
                     bands = (height + wanted - 1) / wanted;
  b.rows = (height + bands - 1) / bands;
  b.plane = (rows_read(b.rows, w.kernel.h, w.stride.h, w.dilation.h, 0) + w.stride.h - 1) / w.stride.h * b.pitch;
  const WidthGroups g = width_groups(outputs);
  const std::int64_t tile = 16 * width_vectors(g.narrow > 0 && g.k > 1 ? g.k - 1 : g.k, 32);
  b.result_plane = b.rows * b.pitch + tile;
  b.scratch = b.planes * b.plane + tile + outputs * b.result_plane;
  return b;
}

constexpr bool width_fits(const Op& op) {
  return op.groups == 1 && !op.residual && op.pool == Size{1} && op.in.channels() <= most_width_inputs &&
         op.out.channels() <= most_width_outputs;
}

/// Where channels are fewer than lanes. Measured: beside its multiply-adds a vector of pixels takes the time of 16 for its
/// stores and for the change to channels last, and a number that is sorted that of one, or two where strides part it from
/// its neighbours; a direct tile's pixel, whose one vector of channels is not full, that of 24. Direct convolution states
/// its costs as if it filled its vectors: this way's are as much less.
constexpr Fit width_fit(const Op& op, const Target& t) {
  if (!width_fits(op)) return {.fits = false};
  const std::int64_t outputs = op.out.channels(), pixels = op.out.height() * op.out.width(), sum = reduction_of(op);
  const WidthBand b = width_band(op);
  const std::int64_t bands = (op.out.height() + b.rows - 1) / b.rows, numbers = bands * b.planes * b.plane;
  const std::int64_t sorted = b.planes == 1 ? numbers / t.lanes : op.window.stride.w == 1 ? numbers : 2 * numbers;
  const std::int64_t vectors = (op.out.height() * b.pitch + t.lanes - 1) / t.lanes * outputs;
  const std::int64_t cost = vectors * (sum + 16) + sorted, direct = pixels * (sum + 24);
  if (outputs >= t.lanes || cost >= direct / 8 * 7) return {.fits = true, .cost = Fit::forced_only};
  return {.fits = true, .cost = op.macs / t.lanes / 64 * (cost / (direct / 64 + 1))};
}

inline constexpr Needs width_needs{.halo = window_halo,
                                   .scratch = [](const Op& op, Mode) { return width_band(op).scratch; },
                                   .packing = Packing::blocks,
                                   .packed_weights = packed_product_size};

}  // namespace detail

/// Vectors along the width of the map.
inline constexpr Implementation conv2d_width{"width", detail::width_fit, &detail::width_needs};

}  // namespace cincel

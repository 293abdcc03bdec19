// Kernels of 3x3 as Winograd's tiles read them while training, where they change with each step: transformed by packs.
// (Weights that are packed once: model/pack_weights.hpp.)
#pragma once

#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/transpose_matrix.hpp>
#include <cincel/kernels/winograd_transforms.hpp>
#include <cincel/ops/winograd.hpp>

#include <algorithm>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Kernels {3, 3, C, K} transformed for a forward pass: [K / 32][points][C][32]. What stands behind the last channel stays.
template <class P, int M, class T>
void transform_weights(const T* w, std::int64_t inputs, std::int64_t channels, T* to) {
  constexpr std::int64_t points = detail::winograd_points<M>;
  for (std::int64_t begin = 0; begin < channels; begin += packed_block) {
    const std::int64_t width = packed_width(channels, begin), n = channels - begin < width ? channels - begin : width;
    T* const block = to + packed_index(channels, points * inputs, 0, begin);
    for (std::int64_t c = 0; c < inputs; ++c) {
      const auto transform = [&](std::int64_t k, auto read, auto write) {
        winograd_weights<M, P>(
            [&](std::int64_t t) { return read(w + (t * inputs + c) * channels + begin + k); },
            [&](std::int64_t point, const P& u) { write(block + (point * inputs + c) * width + k, u); });
      };
      for_packs<P>(
          n,
          [&](std::int64_t k) {
            transform(k, [](const T* p) { return load<P>(p); }, [](T* p, const P& u) { store_lanes(p, u); });
          },
          [&](std::int64_t k, std::int64_t rest) {
            transform(
                k, [rest](const T* p) { return load_partial<P>(p, rest, T(0)); },
                [rest](T* p, const P& u) { store_partial(p, u, rest); });
          });
    }
  }
}

/// The same for the gradient of the input, a convolution of the kernels turned by half a turn, whose inputs are what the
/// results were: [C / 32][points][K][32]. Squares of kernels are transposed first.
template <class P, int M, class T>
void transform_turned_weights(const T* w, std::int64_t inputs, std::int64_t channels, T* to) {
  constexpr std::int64_t side = 16;
  T square[9 * side * side]{};
  for (std::int64_t c = 0; c < inputs; c += side)
    for (std::int64_t k = 0; k < channels; k += side) {
      const std::int64_t rows = inputs - c < side ? inputs - c : side,
                         columns = channels - k < side ? channels - k : side;
      for (std::int64_t t = 0; t < 9; ++t)
        transpose_matrix(MatrixView<const T>{w + (t * inputs + c) * channels + k, rows, columns, channels},
                         square + (8 - t) * side * side, side);
      const std::int64_t width = packed_width(inputs, c);
      for (std::int64_t i = 0; i < columns; ++i) {
        T* const at = to + packed_index(inputs, detail::winograd_points<M> * channels, k + i, c);
        // Its lanes behind the last channel are room.
        for (std::int64_t j = 0; j < side; j += lanes<P>)
          winograd_weights<M, P>(
              [&](std::int64_t t) { return load<P>(square + (t * side + i) * side + j); },
              [&](std::int64_t point, const P& u) { store_lanes(at + point * channels * width + j, u); });
      }
    }
}

/// Which of Winograd's tiles there are: code for others is not compiled.
struct WinogradTileSet {
  bool two = false, four = false;
  constexpr void add(int tile) {
    two = two || tile == 2;
    four = four || tile == 4;
  }
};

template <class Steps>
constexpr WinogradTileSet forward_tiles_of(const Steps& steps) {
  WinogradTileSet tiles;
  for (const TrainingStep& t : steps) tiles.add(detail::winograd_tile_of(t.forward.packing));
  return tiles;
}
template <class Steps>
constexpr WinogradTileSet gradient_tiles_of(const Steps& steps) {
  WinogradTileSet tiles;
  for (const TrainingStep& t : steps) tiles.add(t.gradient_tile);
  return tiles;
}

/// Packs weights and bias of a step whose forward pass goes by Winograd's tiles, into which nothing is folded. Returns
/// whether the step is such a one. `Tiles` are those of all steps.
template <class P, WinogradTileSet Tiles, class T>
bool pack_transformed(const Step& s, const std::int64_t* at, const T* params, T* packed) {
  const Op& op = s.op;
  const std::int64_t inputs = op.in.channels(), channels = op.out.channels();
  const T* const w = params + at[op.param];
  T* const to = numbers_at(packed, s.weights);
  const int tile = detail::winograd_tile_of(s.packing);
  if (tile == 0) return false;
  if constexpr (Tiles.two)
    if (tile == 2) transform_weights<P, 2>(w, inputs, channels, to);
  if constexpr (Tiles.four)
    if (tile == 4) transform_weights<P, 4>(w, inputs, channels, to);
  if (op.params > 1) std::copy_n(params + at[op.param + 1], channels, numbers_at(packed, s.bias));
  return true;
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

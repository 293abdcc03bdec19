// The weights of a convolution or dense operator as the gradient of its input reads them.
#pragma once

#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/transpose_matrix.hpp>
#include <cincel/kernels/winograd_weights.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Weights {R, S, C, K} as the input's gradient reads them: group after group, each [R][K / groups][S·C].
template <class T>
constexpr void transpose_weights(const T* w, const Op& op, T* to) {
  const std::int64_t rows = op.kind == Kind::conv2d ? op.window.kernel.h : 1, run = reduction_of(op) / rows,
                     all = op.out.channels(), channels = all / op.groups;
  for (std::int64_t first = 0; first < all; first += channels)
    for (std::int64_t r = 0; r < rows; ++r, to += run * channels)
      transpose_matrix(MatrixView<const T>{w + r * run * all + first, run, channels, all}, to, run);
}

/// Weights of a step as its backward pass reads them. `Tiles` are those of all steps.
template <class P, WinogradTileSet Tiles, class T>
void transpose_weights(const TrainingStep& t, const T* w, T* to) {
  const std::int64_t inputs = t.forward.op.in.channels(), channels = t.forward.op.out.channels();
  if constexpr (Tiles.two)
    if (t.gradient_tile == 2) return transform_turned_weights<P, 2>(w, inputs, channels, to);
  if constexpr (Tiles.four)
    if (t.gradient_tile == 4) return transform_turned_weights<P, 4>(w, inputs, channels, to);
  transpose_weights(w, t.forward.op, to);
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

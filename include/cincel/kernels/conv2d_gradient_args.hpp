// What the ways to make a convolution's gradients are given, and how they go through a window.
#pragma once

#include <cincel/kernels/conv2d_key.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/windows.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Where a convolution's backward pass finds its numbers: begins of buffers.
template <class T>
struct ConvGradientArgs {
  const Op* op;
  Buffer x, y;
  const T *in, *out, *dy;  // `out` is read only where an activation is fused
  const T* weights;        // [R][K][S·C]
  T *dx, *dw, *db;         // dx and db may be null
};

/// Offset of the window of output pixel (i, j) in the input's buffer.
constexpr std::int64_t window_at(const Op& op, const Buffer& x, std::int64_t i, std::int64_t j) {
  return first_window(op, x) + i * op.window.stride.h * x.row + j * op.window.stride.w * x.pixel;
}

/// Calls run(offset in a row of dw, offset in the input's row, length) for the contiguous runs of one kernel row.
template <class Run>
constexpr void for_runs(const Op& op, const Buffer& x, Run run) {
  const std::int64_t c = x.map.channels();
  if (reads_one_run(op, x)) return run(std::int64_t{0}, std::int64_t{0}, op.window.kernel.w * c);
  for (std::int64_t s = 0; s < op.window.kernel.w; ++s) run(s * c, s * op.window.dilation.w * x.pixel, c);
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

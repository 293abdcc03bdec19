// What every way to convolve is given: pointers, extents and strides of one group of channels.
#pragma once

#include <cincel/kernels/conv2d_key.hpp>
#include <cincel/kernels/operator.hpp>
#include <cincel/kernels/windows.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

template <class T>
struct Conv2DArgs {
  const T* x;  // the window of output pixel 0, padding included
  T* y;
  const T* weights;
  const T* bias;
  const T* z;  // the residual, if there is one: output pixel 0 of it
  T* scratch;
  const float* alpha;                    // of the activation
  std::int64_t rows, columns, channels;  // of the convolution's map
  std::int64_t x_row, x_pixel;           // between windows
  std::int64_t taps, tap_row;            // rows of the kernel
  std::int64_t runs, run_step, length;   // runs of contiguous input in a row of the kernel
  std::int64_t y_row, y_pixel, z_row, z_pixel;
  std::int64_t pooled_columns;
  std::int64_t reduction;
  bool adds_to = false;  // of a gradient: whether y is there already, and is added to
};

/// Extents and strides of one group of a convolution; the pointers are the caller's to fill in.
template <class T>
constexpr Conv2DArgs<T> conv2d_args(const Step& s) {
  const Op& op = s.op;
  const Buffer &x = s.x, &y = s.y;
  const Window& w = op.window;
  const bool one_run = reads_one_run(op, x);
  const std::int64_t channels = op.in.channels() / op.groups;
  Conv2DArgs<T> a{};
  a.alpha = &op.alpha;
  a.rows = op.out.height() * op.pool.h;  // of the map before the pooling
  a.columns = op.out.width() * op.pool.w;
  a.channels = op.out.channels() / op.groups;
  a.x_row = w.stride.h * x.row;
  a.x_pixel = w.stride.w * x.pixel;
  a.taps = w.kernel.h;
  a.tap_row = w.dilation.h * x.row;
  a.runs = one_run ? 1 : w.kernel.w;
  a.run_step = w.dilation.w * x.pixel;
  a.length = one_run ? w.kernel.w * channels : channels;
  a.y_row = y.row;
  a.y_pixel = y.pixel;
  a.pooled_columns = op.out.width();
  a.reduction = reduction_of(op);
  return a;
}

/// Calls f(args) for each group of channels of a convolution; `residual` says whether it adds its second operand.
template <bool residual, class T, class F>
constexpr void for_groups(const Step& s, const Memory<T>& m, F f) {
  auto a = conv2d_args<T>(s);
  a.x = begin_of(s.x, m) + first_window(s.op, s.x);
  a.y = result_of(s, m) + s.y.first();
  a.weights = weights_of(s, m);
  a.bias = bias_of(s, m);
  a.scratch = scratch_of(s, m);
  if constexpr (residual) {
    const Buffer& z = operand(s, m, 1);
    a.z = begin_of(z, m) + z.first();
    a.z_row = z.row;
    a.z_pixel = z.pixel;
  }
  for (int g = 0; g < s.op.groups; ++g) {
    f(a);
    a.x += s.op.in.channels() / s.op.groups;
    a.y += a.channels;
    a.weights += packed_size(a.channels, a.reduction);
    a.bias += a.channels;
  }
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

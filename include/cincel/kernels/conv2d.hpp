// Convolution, group after group.
#pragma once

#include <cincel/kernels/conv2d_direct.hpp>
#include <cincel/kernels/conv2d_key.hpp>
#include <cincel/kernels/operator.hpp>
#include <cincel/kernels/windows.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

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

}  // namespace kernels

template <>
struct Operator<Kind::conv2d> {
  template <class P, StepKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    auto a = kernels::conv2d_args<T>(s);
    a.x = kernels::begin_of(s.x, m) + kernels::first_window(s.op, s.x);
    a.y = kernels::result_of(s, m) + s.y.first();
    a.weights = m.weights + s.weights;
    a.bias = m.weights + s.bias;
    a.scratch = m.arena + s.scratch;
    if constexpr (Key.conv.residual) {
      const Buffer& z = kernels::operand(s, m, 1);
      a.z = kernels::begin_of(z, m) + z.first();
      a.z_row = z.row;
      a.z_pixel = z.pixel;
    }
    for (int g = 0; g < s.op.groups; ++g) {
      kernels::conv2d_direct<P, Key.conv>(a);
      a.x += s.op.in.channels() / s.op.groups;
      a.y += a.channels;
      a.weights += packed_size(a.channels, a.reduction);
      a.bias += a.channels;
    }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

// Transposed convolution: each input pixel adds its kernel to the result.
#pragma once

#include <cincel/ops/operator_traits.hpp>
#include <cincel/ops/packing.hpp>

#include <numeric>

namespace cincel {

namespace detail {

/// Pairs of an input row and a kernel row of a transposed convolution that meet one of the first `out` output rows.
constexpr std::int64_t transposed_taps(std::int64_t in, int kernel, int stride, int dilation, int before,
                                       std::int64_t out) {
  std::int64_t n = 0;
  for (std::int64_t r = 0; r < kernel; ++r) {
    const std::int64_t from = before - r * dilation, to = out + from;  // from <= i * stride < to
    const std::int64_t first = from > 0 ? (from + stride - 1) / stride : 0,
                       end = to > 0 ? (to + stride - 1) / stride : 0;
    n += larger(smaller(end, in) - first, 0);
  }
  return n;
}

/// Not every number of the result takes the same work.
constexpr std::int64_t transposed_macs(const Op& op, std::int64_t) {
  const Window& w = op.window;
  return transposed_taps(op.in.height(), w.kernel.h, w.stride.h, w.dilation.h, w.pad.top, op.out.height()) *
         transposed_taps(op.in.width(), w.kernel.w, w.stride.w, w.dilation.w, w.pad.left, op.out.width()) *
         op.in.channels() * op.out.channels();
}

/// An output pixel hears of every (stride / g)-th tap, g the greatest common divisor of stride and dilation; these lie
/// dilation / g input pixels apart. The first tap's pixel comes last.
constexpr Reach transposed_reach(int kernel, int stride, int dilation, int before, int along) {
  const std::int64_t g = std::gcd(stride, dilation), every = stride / g;
  const Rational step(1, stride), last(before, stride);
  return {last - Rational((kernel - 1) / every * (dilation / g)), last, step, step, along};
}

}  // namespace detail

inline constexpr OperatorTraits conv2d_transpose_traits{
    .kind = Kind::conv2d_transpose,
    .reads = detail::reads_x_and_activation,
    .shrinks = true,
    .macs = detail::transposed_macs,
    .needs = {.packing = Packing::transposed_blocks, .packed_weights = packed_product_size},
    .takes = [](const Op&) { return Takes{.activation = true, .normalization = true}; },
    .nonzeros =
        [](const Op& op, std::int64_t lanes) {
          // Of one channel vector of all pixels, or of all channels of one pixel.
          return detail::larger(op.in.height() * op.in.width() * lanes, op.out.channels());
        },
    .reach =
        [](const Op& op, const ReachedOperand& o) {
          const Window& w = op.window;
          return o.axis == 0 ? detail::transposed_reach(w.kernel.h, w.stride.h, w.dilation.h, w.pad.top, 0)
                             : detail::transposed_reach(w.kernel.w, w.stride.w, w.dilation.w, w.pad.left, 1);
        },
    .moves_pixels = true,
};

}  // namespace cincel

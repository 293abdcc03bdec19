// The second pass: walks backwards and keeps only the rows and columns that somebody reads. A 2x2 pooling of an
// 11x11 map reads 10x10 of it, so the convolution before it need not compute the rest, nor the layer before that.
#pragma once

#include <cincel/plan/steps.hpp>

namespace cincel {

namespace detail {

constexpr std::int64_t smaller(std::int64_t a, std::int64_t b) { return a < b ? a : b; }
constexpr std::int64_t larger(std::int64_t a, std::int64_t b) { return a < b ? b : a; }

struct Extent {
  std::int64_t h = 0, w = 0;
};

constexpr Extent extent_of(const Shape& s) { return {s.height(), s.width()}; }

/// Rows (or columns) of its input that a window reads for `out` rows of its output.
constexpr std::int64_t rows_read(std::int64_t out, int kernel, int stride, int dilation, int before) {
  return (out - 1) * stride + span_of(kernel, dilation) - before;
}
/// The same of an input that has `whole` rows; at least one is made, though only padding is read.
constexpr std::int64_t rows_demanded(std::int64_t out, int kernel, int stride, int dilation, int before,
                                     std::int64_t whole) {
  return smaller(larger(rows_read(out, kernel, stride, dilation, before), 1), whole);
}

/// What one pixel of an operator's result is made from: the pixels of a window, those of a transposed window, the same
/// pixel of each operand, or something else, for all that is known here the whole operand.
enum class Reading : std::uint8_t { window, transposed_window, pixel, other };

constexpr Reading reading_of(Kind kind) {
  switch (kind) {
    case Kind::conv2d:
    case Kind::depthwise_conv2d:
    case Kind::max_pooling2d:
    case Kind::average_pooling2d: return Reading::window;
    case Kind::conv2d_transpose: return Reading::transposed_window;
    case Kind::batch_normalization:
    case Kind::pixel_normalization:
    case Kind::local_response_normalization:
    case Kind::channel_affine:
    case Kind::activation:
    case Kind::prelu:
    case Kind::softmax:
    case Kind::log_softmax:
    case Kind::noise:
    case Kind::add:
    case Kind::multiply:
    case Kind::average:
    case Kind::maximum:
    case Kind::concat:
    case Kind::copy: return Reading::pixel;
    default: return Reading::other;
  }
}

/// Whether an operator can make a part of its map and leave the rest.
constexpr bool can_shrink(Kind k) { return reading_of(k) != Reading::other; }

/// What operator `op` reads of a value of extent `whole`, its operand `e`, when `need` of its output is wanted.
constexpr Extent demanded_input(const Op& op, int e, const Extent& whole, const Extent& need, Mode mode) {
  // While training the statistics of a batch normalisation are those of the whole map.
  const bool takes_statistics = op.kind == Kind::batch_normalization && mode == Mode::training;
  const Reading reading = reading_of(op.kind);
  if (reading == Reading::window && e == 0) {
    const Window& w = op.window;
    return {rows_demanded(need.h * op.pool.h, w.kernel.h, w.stride.h, w.dilation.h, w.pad.top, whole.h),
            rows_demanded(need.w * op.pool.w, w.kernel.w, w.stride.w, w.dilation.w, w.pad.left, whole.w)};
  }
  const bool is_residual = reading == Reading::window;  // a convolution's second operand
  if (is_residual || (reading == Reading::pixel && !takes_statistics))
    return {smaller(need.h, whole.h), smaller(need.w, whole.w)};  // a factor may be one pixel for all
  return whole;
}

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

/// Multiply-adds of an operator whose result has shrunk from `before` numbers: exact, since each number of a result
/// takes the same work, except with transposed convolutions.
constexpr std::int64_t demanded_macs(const Op& op, std::int64_t before) {
  if (op.kind != Kind::conv2d_transpose)
    return before == op.out.volume() ? op.macs : op.macs / before * op.out.volume();
  const Window& w = op.window;
  return transposed_taps(op.in.height(), w.kernel.h, w.stride.h, w.dilation.h, w.pad.top, op.out.height()) *
         transposed_taps(op.in.width(), w.kernel.w, w.stride.w, w.dilation.w, w.pad.left, op.out.width()) *
         op.in.channels() * op.out.channels();
}

}  // namespace detail

/// Shrinks the maps of `s` to what is read, beginning at its whole outputs.
constexpr void shrink_to_demand(Steps& s, Mode mode) {
  list<detail::Extent> need(s.ops.size(), {});
  for (const Steps::Output& o : s.outputs) need[o.node] = detail::extent_of(s.ops[o.node].out);
  for (int i = s.ops.size() - 1; i >= 0; --i) {
    const Op& op = s.ops[i];
    if (!detail::can_shrink(op.kind)) need[i] = detail::extent_of(op.out);
    for (int e = 0; e < op.edges; ++e) {
      const Steps::Operand& x = s.edges[op.first_edge + e];
      const detail::Extent whole = detail::extent_of(s.ops[x.node].out);
      // A map that is read in another shape is read whole.
      const detail::Extent read = x.is_view() ? whole : detail::demanded_input(op, e, whole, need[i], mode);
      need[x.node] = {detail::larger(need[x.node].h, read.h), detail::larger(need[x.node].w, read.w)};
    }
  }
  for (int i = 0; i < s.ops.size(); ++i) {
    Op& op = s.ops[i];
    if (op.kind == Kind::input) continue;
    const std::int64_t before = op.out.volume();
    op.out = op.out.resized(need[i].h, need[i].w, op.out.channels());
    op.macs = detail::demanded_macs(op, before);
    const Steps::Operand& x = s.edges[op.first_edge];
    if (!x.is_view()) op.in = s.ops[x.node].out;
  }
}

/// Multiply-adds that are left.
constexpr std::int64_t total_macs(const Steps& s) {
  std::int64_t n = 0;
  for (const Op& op : s.ops) n += op.macs;
  return n;
}

}  // namespace cincel

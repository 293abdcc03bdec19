// The second pass: walks backwards and keeps only the rows and columns that somebody reads. A 2x2 pooling of an
// 11x11 map reads 10x10 of it, so the convolution before it need not compute the rest, nor the layer before that.
#pragma once

#include <cincel/graph/steps.hpp>

namespace cincel {

namespace detail {

constexpr std::int64_t smaller(std::int64_t a, std::int64_t b) { return a < b ? a : b; }
constexpr std::int64_t larger(std::int64_t a, std::int64_t b) { return a < b ? b : a; }

/// Rows (or columns) of its input that a window reads for `out` rows of its output.
constexpr std::int64_t rows_read(std::int64_t out, int kernel, int stride, int dilation, int before) {
  return (out - 1) * stride + span_of(kernel, dilation) - before;
}

struct Extent {
  std::int64_t h = 0, w = 0;
};

constexpr Extent extent_of(const Shape& s) { return {s.height(), s.width()}; }

/// Whether an operator can make a part of its map and leave the rest.
constexpr bool can_shrink(Kind k) {
  switch (k) {
    case Kind::conv2d:
    case Kind::depthwise_conv2d:
    case Kind::conv2d_transpose:
    case Kind::max_pooling2d:
    case Kind::average_pooling2d:
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
    case Kind::copy: return true;
    default: return false;
  }
}

/// The same of a value that has `whole` of them; at least one is made, though only padding is read.
constexpr std::int64_t rows_demanded(std::int64_t out, int kernel, int stride, int dilation, int before,
                                     std::int64_t whole) {
  return smaller(larger(rows_read(out, kernel, stride, dilation, before), 1), whole);
}

/// What operator `op` reads of a value of extent `whole`, its operand `e`, when `need` of its output is wanted.
constexpr Extent demanded_input(const Op& op, int e, const Extent& whole, Extent need, Mode mode) {
  const Window& w = op.window;
  switch (op.kind) {
    case Kind::conv2d:
    case Kind::depthwise_conv2d:
      if (e > 0) return need;  // the residual
      need = {need.h * op.pool.h, need.w * op.pool.w};
      [[fallthrough]];
    case Kind::max_pooling2d:
    case Kind::average_pooling2d:
      return {rows_demanded(need.h, w.kernel.h, w.stride.h, w.dilation.h, w.pad.top, whole.h),
              rows_demanded(need.w, w.kernel.w, w.stride.w, w.dilation.w, w.pad.left, whole.w)};
    case Kind::batch_normalization:  // while training its statistics are those of the whole map
      return mode == Mode::training ? whole : need;
    case Kind::pixel_normalization:
    case Kind::local_response_normalization:
    case Kind::channel_affine:
    case Kind::activation:
    case Kind::prelu:
    case Kind::softmax:
    case Kind::log_softmax:
    case Kind::noise:
    case Kind::add:
    case Kind::average:
    case Kind::maximum:
    case Kind::concat:
    case Kind::copy: return need;
    case Kind::multiply: return {smaller(need.h, whole.h), smaller(need.w, whole.w)};  // may be one pixel for all
    default: return whole;
  }
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

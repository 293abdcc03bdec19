// The second pass: walks backwards and keeps only the rows and columns that somebody reads. A 2x2 pooling of an
// 11x11 map reads 10x10 of it, so the convolution before it need not compute the rest, nor the layer before that.
#pragma once

#include <cincel/graph/simplify.hpp>

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

/// What operator `op` reads of its operand when `need` of its output is wanted.
constexpr Extent demanded_input(const Op& op, Extent need, Mode mode) {
  const Extent whole{op.in.height(), op.in.width()};
  const Window& w = op.window;
  switch (op.kind) {
    case Kind::conv2d:
      need = {(need.h - 1) * op.pool.stride.h + op.pool.kernel.h, (need.w - 1) * op.pool.stride.w + op.pool.kernel.w};
      [[fallthrough]];
    case Kind::max_pooling2d:
    case Kind::average_pooling2d:
      return {smaller(rows_read(need.h, w.kernel.h, w.stride.h, w.dilation.h, w.pad.top), whole.h),
              smaller(rows_read(need.w, w.kernel.w, w.stride.w, w.dilation.w, w.pad.left), whole.w)};
    case Kind::batch_normalization:  // while training its statistics are those of the whole map
      return mode == Mode::training ? whole : need;
    case Kind::activation:
    case Kind::softmax:
    case Kind::dropout:
    case Kind::rescaling:
    case Kind::copy: return need;
    default: return whole;
  }
}

}  // namespace detail

/// Shrinks the maps of `s` to what is read, beginning at its whole output.
constexpr void shrink_to_demand(Steps& s, Mode mode) {
  list<detail::Extent> need(s.ops.size(), {});
  need[s.output] = {s.ops[s.output].out.height(), s.ops[s.output].out.width()};
  for (int i = s.ops.size() - 1; i >= 0; --i) {
    const Op& op = s.ops[i];
    for (int e = 0; e < op.edges; ++e) {
      const int x = s.edges[op.first_edge + e];
      // A map that is read as a flat value is read whole.
      const bool flat = op.in.rank != s.ops[x].out.rank;
      const detail::Extent read = flat ? detail::Extent{s.ops[x].out.height(), s.ops[x].out.width()}
                                       : detail::demanded_input(op, need[i], mode);
      need[x] = {detail::larger(need[x].h, read.h), detail::larger(need[x].w, read.w)};
    }
  }
  for (int i = 0; i < s.ops.size(); ++i) {
    Op& op = s.ops[i];
    if (op.kind != Kind::input && op.out.rank == 3) {
      op.out.d[0] = need[i].h;
      op.out.d[1] = need[i].w;
    }
    if (op.edges != 0 && op.in.rank == 3 && s.ops[s.operand(op)].out.rank == 3) op.in = s.ops[s.operand(op)].out;
  }
}

/// The map that a convolution computes before the pooling that is fused behind it.
[[gnu::always_inline]] constexpr Shape map_before_pooling(const Op& op) {
  return {(op.out.height() - 1) * op.pool.stride.h + op.pool.kernel.h,
          (op.out.width() - 1) * op.pool.stride.w + op.pool.kernel.w, op.out.channels()};
}

/// Multiply-adds that are left.
constexpr std::int64_t total_macs(const Steps& s) {
  std::int64_t n = 0;
  for (const Op& op : s.ops) {
    if (op.kind == Kind::dense) n += op.macs;
    if (op.kind == Kind::conv2d)
      n += map_before_pooling(op).volume() * op.window.kernel.h * op.window.kernel.w * op.in.channels();
  }
  return n;
}

}  // namespace cincel

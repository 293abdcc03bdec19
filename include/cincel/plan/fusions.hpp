// When an operator may do the work of the one behind or before it. Each function says in its first line why the fusion
// is exact; what its code asks beyond that is what the kernels can do. It answers null, or why not: "…, because ANSWER".
#pragma once

#include <cincel/plan/steps.hpp>

namespace cincel::fusion {

/// Null where a fusion is exact and there is a kernel for it, else what stands against it.
using Refusal = const char*;

/// Exact because the activation works on each number by itself, and what it works on is what `p` would write. While
/// training, `p` keeps only its result, so the gradient must be a function of that.
constexpr Refusal refuses_activation(const Op& p, const Op& activation, Mode mode) {
  if (p.activation != Activation::none) return "another activation stands before it";
  if (p.pool != Size{1}) return "a pooling stands before it";
  const Takes takes = traits_of(p).takes(p);
  if (mode == Mode::inference) return takes.activation ? nullptr : "what stands before it takes none";
  if (!takes.activation_in_training) return "what stands before it takes none";
  return traits_of(activation.activation).by_result ? nullptr : "its gradient is no function of its result";
}

/// Exact because s · (w · x + b) + t = (s · w) · x + (s · b + t), channel by channel, as long as nothing stands between
/// `p`'s sum and the normalisation: no activation, residual or pooling, and no other view of the channels.
constexpr Refusal refuses_normalization(const Op& p, const Op& normalization) {
  if (!traits_of(p).takes(p).normalization) return "what stands before it has no weights to fold it into";
  if (p.activation != Activation::none) return "an activation stands before it";
  if (p.fold.normalization >= 0) return "another normalization is folded into what stands before it";
  if (p.residual) return "a sum stands before it";
  if (p.pool != Size{1}) return "a pooling stands before it";
  return normalization.in == p.out ? nullptr : "it sees its input in another shape";
}

/// Whether no window of a pooling reaches beyond the map of `rows` rows and `columns` columns that it reads, by padding
/// or because the last one hangs over.
constexpr bool windows_lie_inside(const Op& pooling, std::int64_t rows, std::int64_t columns) {
  const Window& w = pooling.window;
  return !w.pad.any() && (pooling.out.height() - 1) * w.stride.h + span_of(w.kernel.h, w.dilation.h) <= rows &&
         (pooling.out.width() - 1) * w.stride.w + span_of(w.kernel.w, w.dilation.w) <= columns;
}

/// Exact because the maximum of f(x) is f of the maximum of x where f never falls, and each window is made of pixels of
/// the map that no other window has: they do not overlap and do not hang over the border.
constexpr Refusal refuses_max_pooling(const Op& p, const Op& pooling) {
  const Window& w = pooling.window;
  if (!traits_of(p).takes(p).max_pooling) return "what stands before it does not pool";
  if (p.pool != Size{1}) return "another pooling stands before it";
  if (p.residual) return "a sum stands before it";
  if (pooling.in != p.out || pooling.in.rank != 3) return "it sees its input in another shape";
  if (!traits_of(p.activation).rising) return "the activation before it falls somewhere";
  if (w.kernel != w.stride || w.dilation != Size{1}) return "its windows overlap or leave pixels out";
  if (!windows_lie_inside(pooling, p.out.height(), p.out.width())) return "its windows reach beyond the map";
  return w.kernel.h <= 4 && w.kernel.w <= 4 ? nullptr : "its windows are larger than 4x4";
}

/// Exact because two affine maps of a channel, one after the other, are one. Statistics come last, so none may stand
/// in the first.
constexpr Refusal refuses_affine(const Op& p, const Op& affine) {
  if (traits_of(p).role != Role::affine) return "nothing beside it has weights to fold it into";
  if (p.params != 0) return "what stands before it has statistics";
  return affine.in == p.out ? nullptr : "it sees its input in another shape";
}

/// Exact because a sum does not depend on who adds: `p` adds the other value to its own sum, before an activation that
/// stands behind the addition. Both must have the whole shape of the result.
constexpr Refusal refuses_residual(const Op& p, const Op& other, const Op& add) {
  if (!traits_of(p).takes(p).residual) return "what makes its later operand adds nothing";
  if (p.residual) return "what makes its later operand adds another value";
  if (p.activation != Activation::none) return "an activation stands before it";
  if (p.pool != Size{1}) return "a pooling stands before it";
  return p.out == add.out && other.out == add.out ? nullptr : "its operands have other shapes than it";
}

/// Exact because w · (s·x + o) = (s·w) · x + o · sum(w), unless zeros are padded around s·x + o while o is not 0. A
/// reader that takes the map for another shape does not see its channels: then all must have the same s and o.
constexpr Refusal refuses_preprocessing(const Op& p, const Op& affine, const ChannelAffine& f, bool reshaped) {
  if (traits_of(affine).role != Role::affine || !traits_of(p).takes(p).preprocessing)
    return "its reader has no weights to fold it into";
  bool shifts = affine.params > 0, uniform = affine.params == 0;
  for (int c = 0; c < 4; ++c) {
    shifts = shifts || f.offset[c] != 0;
    uniform = uniform && f.offset[c] == f.offset[0] && f.scale[c] == f.scale[0];
  }
  if (p.window.pad.any() && shifts) return "its reader pads zeros around it";
  return !reshaped || uniform ? nullptr : "its reader sees it in another shape";
}

/// Exact because a reshaped value is the same numbers in the same order, and noise is the identity at inference or when
/// its rate or deviation is 0.
constexpr bool vanishes(const Op& op, Mode mode) { return traits_of(op).vanishes(op, mode); }

}  // namespace cincel::fusion

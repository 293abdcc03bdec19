// When an operator may do the work of the one behind or before it. Each function says in its first line why the fusion
// is exact; what its code asks beyond that is what the kernels can do.
#pragma once

#include <cincel/plan/steps.hpp>

namespace cincel::fusion {

/// Exact because the activation works on each number by itself, and what it works on is what `p` would write. While
/// training, `p` keeps only its result, so the gradient must be a function of that.
constexpr bool takes_activation(const Op& p, const Op& activation, Mode mode) {
  if (p.activation != Activation::none || p.pool != Size{1}) return false;
  const Takes takes = traits_of(p).takes(p);
  return mode == Mode::inference ? takes.activation
                                 : takes.activation_in_training && traits_of(activation.activation).by_result;
}

/// Exact because s · (w · x + b) + t = (s · w) · x + (s · b + t), channel by channel, as long as nothing stands between
/// `p`'s sum and the normalisation: no activation, residual or pooling, and no other view of the channels.
constexpr bool takes_normalization(const Op& p, const Op& normalization) {
  return traits_of(p).takes(p).normalization && p.activation == Activation::none && p.fold.normalization < 0 &&
         !p.residual && p.pool == Size{1} && normalization.in == p.out;
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
constexpr bool takes_max_pooling(const Op& p, const Op& pooling) {
  const Window& w = pooling.window;
  return traits_of(p).takes(p).max_pooling && p.pool == Size{1} && !p.residual && pooling.in == p.out &&
         pooling.in.rank == 3 && traits_of(p.activation).rising && w.kernel == w.stride && w.dilation == Size{1} &&
         windows_lie_inside(pooling, p.out.height(), p.out.width()) && w.kernel.h <= 4 && w.kernel.w <= 4;
}

/// Exact because two affine maps of a channel, one after the other, are one. Statistics come last, so none may stand
/// in the first.
constexpr bool takes_affine(const Op& p, const Op& affine) {
  return traits_of(p).role == Role::affine && p.params == 0 && affine.in == p.out;
}

/// Exact because a sum does not depend on who adds: `p` adds the other value to its own sum, before an activation that
/// stands behind the addition. Both must have the whole shape of the result.
constexpr bool takes_residual(const Op& p, const Op& other, const Op& add) {
  return traits_of(p).takes(p).residual && !p.residual && p.activation == Activation::none && p.pool == Size{1} &&
         p.out == add.out && other.out == add.out;
}

/// Exact because w · (s·x + o) = (s·w) · x + o · sum(w), unless zeros are padded around s·x + o while o is not 0. A
/// reader that takes the map for another shape does not see its channels: then all must have the same s and o.
constexpr bool takes_preprocessing(const Op& p, const Op& affine, const ChannelAffine& f, bool reshaped) {
  if (traits_of(affine).role != Role::affine || !traits_of(p).takes(p).preprocessing) return false;
  bool shifts = affine.params > 0, uniform = affine.params == 0;
  for (int c = 0; c < 4; ++c) {
    shifts = shifts || f.offset[c] != 0;
    uniform = uniform && f.offset[c] == f.offset[0] && f.scale[c] == f.scale[0];
  }
  return !(p.window.pad.any() && shifts) && (!reshaped || uniform);
}

/// Exact because a reshaped value is the same numbers in the same order, and noise is the identity at inference or when
/// its rate or deviation is 0.
constexpr bool vanishes(const Op& op, Mode mode) { return traits_of(op).vanishes(op, mode); }

}  // namespace cincel::fusion

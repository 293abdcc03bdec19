// What a thread's backward passes work in, besides a step's scratch.
#pragma once

#include <cincel/kernels/conv2d_dense_gradient.hpp>
#include <cincel/kernels/conv2d_transpose_gradient.hpp>
#include <cincel/kernels/nonzero.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Entries of its lists of what is not zero; of its `PointRoom`: numbers, and places.
struct WorkspaceSize {
  std::int64_t lists = 0, gradients = 0, places = 0;
};

/// Numbers that a step by Winograd's tiles works in, forward or backward.
constexpr std::int64_t winograd_room(const TrainingStep& t, bool several) {
  const Op& op = t.forward.op;
  const std::int64_t samples = several ? t.samples : 1;
  const std::int64_t forward = detail::for_winograd_tile(
      detail::winograd_tile_of(t.forward.packing), std::int64_t{0},
      [&](auto m) { return detail::winograd_room<m()>(op, detail::winograd_tiles_at_once<m()>(op)); });
  const std::int64_t backward = detail::for_winograd_tile(
      t.gradient_tile, std::int64_t{0}, [&](auto m) { return detail::winograd_gradient_room<m()>(op, samples).size; });
  return forward > backward ? forward : backward;
}

/// Room for each of a plan's steps, of registers of `lanes` numbers, and for several samples where `several` are at hand.
template <class Steps>
constexpr WorkspaceSize workspace_size(const Steps& steps, std::int64_t lanes, bool several = false) {
  WorkspaceSize most;
  const auto grow = [](std::int64_t& n, std::int64_t wanted) {
    if (wanted > n) n = wanted;
  };
  for (const TrainingStep& t : steps) {
    const Op& op = t.forward.op;
    grow(most.lists, nonzero_capacity(op, lanes));
    const bool takes_several = several && t.samples > 1;
    grow(most.gradients, winograd_room(t, several));
    if (t.gradient_tile != 0) {
      grow(most.places, detail::most_tiles_at_once);
    } else if (op.kind == Kind::conv2d) {
      const std::int64_t n = takes_several ? most_points_at_once : points_at_once(op);
      grow(most.gradients, numbers_of_points(n, op.out.channels() / op.groups));
      grow(most.places, n);
    } else if (op.kind == Kind::conv2d_transpose) {
      grow(most.gradients, numbers_of_points(pairs_at_once(op), op.out.channels()));
      grow(most.places, pairs_at_once(op));
    } else if (takes_several) {
      const std::int64_t inputs = op.in.volume(), units = op.out.volume();
      grow(most.gradients, numbers_of_points(most_samples_at_hand, inputs < units ? units : inputs));
      grow(most.places, most_samples_at_hand);
    }
  }
  return most;
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

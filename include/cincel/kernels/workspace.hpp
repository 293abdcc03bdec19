// What a thread's backward passes work in, besides a step's scratch.
#pragma once

#include <cincel/kernels/conv2d_dense_gradient.hpp>
#include <cincel/kernels/nonzero.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Entries of its lists of what is not zero; of its `PointRoom`: numbers, and places.
struct WorkspaceSize {
  std::size_t lists = 0, gradients = 0, places = 0;
};

/// Room for each of a plan's steps, of registers of `lanes` numbers, and for several samples where `several` are at hand.
template <class Steps>
constexpr WorkspaceSize workspace_size(const Steps& steps, std::int64_t lanes, bool several = false) {
  WorkspaceSize most;
  const auto grow = [](std::size_t& n, std::int64_t wanted) {
    if (static_cast<std::size_t>(wanted) > n) n = static_cast<std::size_t>(wanted);
  };
  for (const TrainingStep& t : steps) {
    const Op& op = t.forward.op;
    grow(most.lists, nonzero_capacity(op, lanes));
    const bool takes_several = several && traits_of(op).takes_several(op);
    if (op.kind == Kind::conv2d) {
      const std::int64_t n = takes_several ? most_points_at_once : points_at_once(op);
      grow(most.gradients, numbers_of_points(n, op.out.channels() / op.groups));
      grow(most.places, n);
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

// What a thread's backward passes work in, besides a step's scratch.
#pragma once

#include <cincel/kernels/conv2d_dense_gradient.hpp>
#include <cincel/kernels/nonzero.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Entries of its lists of what is not zero; of its `PointRoom`: numbers, and offsets.
struct WorkspaceSize {
  std::size_t lists = 0, gradients = 0, offsets = 0;
};

/// Room for each of a plan's steps, of registers of `lanes` numbers.
template <class Steps>
constexpr WorkspaceSize workspace_size(const Steps& steps, std::int64_t lanes) {
  WorkspaceSize most;
  const auto grow = [](std::size_t& n, std::int64_t wanted) {
    if (static_cast<std::size_t>(wanted) > n) n = static_cast<std::size_t>(wanted);
  };
  for (const TrainingStep& t : steps) {
    const Op& op = t.forward.op;
    grow(most.lists, nonzero_capacity(op, lanes));
    if (op.kind != Kind::conv2d) continue;
    grow(most.gradients, gradients_at_once(op));
    grow(most.offsets, points_at_once(op));
  }
  return most;
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

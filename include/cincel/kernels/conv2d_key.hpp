// What the code of a convolution depends on.
#pragma once

#include <cincel/kernels/tile.hpp>
#include <cincel/plan/inference_plan.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Rows of the kernel and length of a run, where they are so few that the code has them as constants; 0: arguments.
struct FewTaps {
  int taps = 0, length = 0;
};

/// What the code of a direct convolution depends on; all else is an argument.
struct Conv2DKey {
  int m = 1;                         // pixels of the wide tiles
  bool wide = true, narrow = false;  // whether a row has tiles of m, of m - 1 pixels
  FewTaps few{};
  int rest_vectors = 0;   // vectors of the last group of channels, if it is not a whole one
  bool whole = true;      // whether there are whole groups
  bool partial = false;   // whether the last vector is not full
  bool residual = false;  // whether a second operand is added
  Activation activation = Activation::none;
  Size pool{1};
};

/// Whether a row of the kernel reads one run of memory.
[[gnu::always_inline]] constexpr bool reads_one_run(const Op& op, const Buffer& x) {
  return op.window.kernel.w == 1 || (op.window.dilation.w == 1 && op.groups == 1 && x.pixel == op.in.channels());
}

[[gnu::always_inline]] constexpr FewTaps few_taps(const Step& s) {
  const Op& op = s.op;
  const std::int64_t length = op.window.kernel.w * op.in.channels();
  if (!reads_one_run(op, s.x) || op.groups != 1 || length * op.window.kernel.h > 32) return {};
  return {op.window.kernel.h, static_cast<int>(length)};
}

/// The key of a direct convolution for pack `P`; of grouped ones, that of one group.
template <class P>
constexpr Conv2DKey conv2d_key(const Step& s) {
  const Op& op = s.op;
  const RowCut cut = cut_row(map_before_pooling(op).width());
  const std::int64_t channels = op.out.channels() / op.groups, rest = channels % (tile_vectors * lanes<P>);
  return {.m = cut.m,
          .wide = cut.wide != 0,
          .narrow = cut.narrow != 0,
          .few = few_taps(s),
          .rest_vectors = static_cast<int>((rest + lanes<P> - 1) / lanes<P>),
          .whole = channels >= tile_vectors * lanes<P>,
          .partial = rest % lanes<P> != 0,
          .residual = op.residual,
          .activation = op.activation,
          .pool = op.pool};
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

// What the code of a convolution depends on. A value of its own, because every step's key holds one.
#pragma once

#include <cincel/kernels/tile.hpp>
#include <cincel/plan/inference_plan.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// What the code of a convolution depends on; all else is an argument.
struct Conv2DKey {
  int m = 1;                         // pixels of the wide tiles
  bool wide = true, narrow = false;  // whether a row has tiles of m, of m - 1 pixels
  int taps = 0, length = 0;          // rows of the kernel and length of a run, where they are few; 0: an argument
  int rest_vectors = 0;              // vectors of the last group of channels, if it is not a whole one
  bool whole = true;                 // whether there are whole groups
  bool partial = false;              // whether the last vector is not full
  bool residual = false;             // whether a second operand is added
  Activation activation = Activation::none;
  Size pool{1};
};

/// Whether a row of the kernel reads one run of memory.
[[gnu::always_inline]] constexpr bool reads_one_run(const Op& op, const Buffer& x) {
  return op.window.kernel.w == 1 || (op.window.dilation.w == 1 && op.groups == 1 && x.pixel == op.in.channels());
}

/// The key of a convolution for pack `P`; of grouped ones, that of one group.
template <class P>
constexpr Conv2DKey conv2d_key(const Step& s) {
  const Op& op = s.op;
  const RowCut cut = cut_row(map_before_pooling(op).width());
  const std::int64_t channels = op.out.channels() / op.groups, rest = channels % (tile_vectors * lanes<P>);
  const std::int64_t length = op.window.kernel.w * op.in.channels();
  Conv2DKey key{.m = cut.m, .wide = cut.wide != 0, .narrow = cut.narrow != 0};
  if constexpr (P::size == 1) key = {};  // the code of a single lane depends on less
  if (reads_one_run(op, s.x) && op.groups == 1 && length * op.window.kernel.h <= 32) {
    key.taps = op.window.kernel.h;
    key.length = static_cast<int>(length);
  }
  key.residual = op.residual;
  key.activation = op.activation;
  key.pool = op.pool;
  if constexpr (P::size == 1) return key;
  key.whole = channels >= tile_vectors * lanes<P>;
  key.rest_vectors = static_cast<int>((rest + lanes<P> - 1) / lanes<P>);
  key.partial = rest % lanes<P> != 0;
  return key;
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

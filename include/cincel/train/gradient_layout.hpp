// Where the gradients of a shard lie.
#pragma once

#include <cincel/kernels/operator.hpp>
#include <cincel/model/layout.hpp>

namespace cincel::inline CINCEL_ISA {

/// Where the gradients of a shard lie: each parameter's at its offset as the parameter lies, or, of the weights of
/// convolutions and dense operators, [channels][reduction]. How it lies is a fact of the use: uses that share a
/// parameter and differ in it add to two places.
template <class Net, OutputBits LeftToLoss = all_outputs>
struct GradientLayout {
  static constexpr std::size_t count = ParameterLayout<Net>::count;
  /// Whether some use adds to the gradient as the parameter lies.
  static constexpr auto is_plain = [] {
    std::array<bool, count> plain{};
    for (const TrainingStep& t : training_plan<Net, LeftToLoss>.steps)
      for (int p = 0; p < t.forward.op.params; ++p)
        plain[static_cast<std::size_t>(t.forward.op.param + p)] |= p > 0 || !kernels::adds_transposed(t.forward.op);
    return plain;
  }();
  /// Output channels of the uses that add transposed; 0 where none does. (Not the last extent of the weights: those of
  /// a depthwise convolution with a multiplier M are {h, w, C, M}.)
  static constexpr auto channels = [] {
    std::array<std::int64_t, count> n{};
    for (const TrainingStep& t : training_plan<Net, LeftToLoss>.steps)
      if (kernels::adds_transposed(t.forward.op))
        n[static_cast<std::size_t>(t.forward.op.param)] = t.forward.op.out.channels();
    return n;
  }();
  /// Where transposed gradients lie: in the parameter's own place where no other use needs that; -1 if there are none.
  static constexpr auto transposed_at = [] {
    std::array<std::int64_t, count> at{};
    std::int64_t end = ParameterLayout<Net>::total;
    for (std::size_t p = 0; p < count; ++p) {
      at[p] = channels[p] == 0 ? -1 : is_plain[p] ? end : ParameterLayout<Net>::offsets[p];
      if (channels[p] != 0 && is_plain[p]) end += graph_of<Net>.params[p].shape.volume();
    }
    return at;
  }();
  /// Numbers in all.
  static constexpr std::int64_t total = [] {
    std::int64_t n = ParameterLayout<Net>::total;
    for (std::size_t p = 0; p < count; ++p)
      if (channels[p] != 0 && is_plain[p]) n += graph_of<Net>.params[p].shape.volume();
    return n;
  }();
};

}  // namespace cincel::inline CINCEL_ISA

// What the plan must know of an operator: values, and functions of one `Op`. Each file in ops/ makes one of these
// structs for its operator and states only what differs from the defaults, which are safe: the backward pass reads
// everything, each operand is read whole, nothing is fused, no memory is wanted beside the result.
#pragma once

#include <cincel/ops/implementation.hpp>
#include <cincel/ops/reach.hpp>
#include <cincel/ops/windows.hpp>

namespace cincel {

/// What an operator can do for those behind it. What must hold besides stands in plan/fusions.hpp, once for all.
struct Takes {
  bool activation = false, activation_in_training = false;  // apply it to each number before that is stored
  bool normalization = false;                               // fold it into its weights, and the following into them …
  bool preprocessing = false;                               // … as an affine map of its input
  bool residual = false;                                    // add another value to its sums
  bool max_pooling = false;                                 // pool its map before that is stored
};

/// What an operator is to the one before it.
enum class Role : std::uint8_t { none, activation, normalization, affine, max_pooling, sum };

/// Into what the work of several threads on one result can be cut, each making its part with the operator's own code:
/// rows of the map, channels (in whole blocks of packed weights), nothing.
enum class Division : std::uint8_t { none, rows, channels, rows_or_channels };

/// Most samples that are at hand at once, and most pixels of them that a convolution takes together.
inline constexpr int most_samples_at_hand = 16;
inline constexpr std::int64_t most_points_at_once = 512;

/// Whether the gradient of an operand has zeros, behind which a backward pass may look for work to leave out: perhaps
/// many, hardly any, or as many as that of the result.
enum class GradientZeros : std::uint8_t { unknown, none, as_result };

struct OperatorTraits {
  using Question = bool (*)(const Op&);
  using Numbers = std::int64_t (*)(const Op&);

  Kind kind = Kind::user;

  /// What the backward pass reads besides the gradient of the result.
  Reads (*reads)(const Op&) = [](const Op&) { return Reads{true, true}; };

  /// Whether it does nothing, so that its result is its operand.
  bool (*vanishes)(const Op&, Mode) = [](const Op&, Mode) { return false; };
  /// Whether it can make the first rows and columns of its map and leave the rest.
  bool shrinks = false;
  /// What it reads of operand `e`, of extent `whole`, when `need` of its result is wanted.
  Extent (*demand)(const Op&, int e, const Extent& whole, const Extent& need,
                   Mode) = [](const Op&, int, const Extent& whole, const Extent&, Mode) { return whole; };
  /// Multiply-adds when the result has shrunk from `before` numbers: each takes the same work.
  std::int64_t (*macs)(const Op&, std::int64_t before) = [](const Op& op, std::int64_t before) {
    return before == op.out.volume() ? op.macs : op.macs / before * op.out.volume();
  };
  /// Whether at inference its operands are written where its result stands, so that there is nothing to run.
  bool is_written_by_operands = false;
  Division division = Division::none;
  /// Whether it reads and writes dense values only: all numbers one after another.
  bool dense = false;

  /// The halo, scratch and packed weights that it wants, and the ways in which it can be computed.
  Needs needs{};
  Implementations implementations{};
  /// Numbers that its forward pass keeps for its backward pass; null if none.
  Numbers saved = nullptr;
  /// Whether it shall be given several samples at once where they are at hand, because it reads and writes weights that
  /// are larger than what it does with them for one.
  Question takes_several = [](const Op&) { return false; };
  /// Whether it then goes through the gradient of its weights once for all of these samples, so that it can write there
  /// what others add to zeros.
  bool begins_weight_gradient = false;
  /// Whether its backward pass rather leaves rows of numbers of each sample (`BatchRows`), from which the gradient of
  /// its weights is made for all samples of a batch at once, where no other step uses these weights.
  Question leaves_rows = [](const Op&) { return false; };
  /// What it makes of the zeros in the gradient of its result.
  GradientZeros gradient_zeros = GradientZeros::unknown;
  /// Winograd's tiles by which its backward pass is computed best where hardly anything in the gradient of its result is
  /// zero: of M x M pixels; 0: none. Null if it has none.
  int (*gradient_tile)(const Op&, const Target&) = nullptr;
  /// Whether its forward pass while training needs mean and variance of a whole batch, and its backward pass sums over it.
  bool takes_statistics = false;

  Takes (*takes)(const Op&) = [](const Op&) { return Takes{}; };
  Role role = Role::none;

  /// Entries of the list of a gradient's numbers that are not zero which its backward pass makes, given the lanes of a
  /// register; null if it makes none.
  std::int64_t (*nonzeros)(const Op&, std::int64_t lanes) = nullptr;
  /// What it is called where a drawing has no layer for it; null if it is always a layer's.
  const char* join_name = nullptr;

  /// The pixels that it reads, where shapes and window do not say so; `moves_pixels` if it reads others than its own
  /// though they look as if it read that alone.
  Reach (*reach)(const Op&, const ReachedOperand&) = detail::reach_by_window;
  bool moves_pixels = false;

  /// Whether it makes numbers from 0 to 1 of any numbers, …
  Question makes_unit_range = [](const Op&) { return false; };
  /// … or at least of such numbers: it moves them (and pads zeros), takes means, the largest, or products. `f` is the
  /// affine map of pre-processing.
  bool (*keeps_unit_range)(const Op&, const ChannelAffine* f) = [](const Op&, const ChannelAffine*) { return false; };
};

namespace detail {

// What several operators say alike.
constexpr Reads reads_nothing(const Op&) { return {false, false}; }
constexpr Reads reads_x(const Op&) { return {true, false}; }
constexpr Reads reads_y(const Op&) { return {false, true}; }
/// x, and of a fused activation the result: its gradient is a function of that.
constexpr Reads reads_x_and_activation(const Op& op) { return {true, op.activation != Activation::none}; }

/// A factor may be one pixel for all.
constexpr Extent demand_own_pixel(const Op&, int, const Extent& whole, const Extent& need, Mode) {
  return {smaller(need.h, whole.h), smaller(need.w, whole.w)};
}
/// Of the first operand; a second one is a residual, which is added pixel by pixel.
constexpr Extent demand_windows(const Op& op, int e, const Extent& whole, const Extent& need, Mode mode) {
  return e == 0 ? window_demand(op, whole, need) : demand_own_pixel(op, e, whole, need, mode);
}
constexpr bool keeps_range(const Op&, const ChannelAffine*) { return true; }
constexpr std::int64_t number_per_channel(const Op& op) { return op.out.channels(); }

}  // namespace detail
}  // namespace cincel

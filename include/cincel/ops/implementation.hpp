// The ways in which an operator can be computed, as values: what each wants, for which ops it fits, and what it costs.
// plan/choose.hpp chooses among them; kernels/ has a specialisation of `Operator` for each.
#pragma once

#include <cincel/core/number_type.hpp>
#include <cincel/core/units.hpp>
#include <cincel/graph/op.hpp>

namespace cincel {

enum class Mode : unsigned char { inference, training };

/// How parameters lie in packed weights: one after another as they are; in blocks of output channels, as a matrix
/// product reads them (ops/packing.hpp), and the same of kernels that Winograd's transform has made of 3x3 ones, for tiles
/// of 2x2 or 4x4 outputs, or of a transposed convolution; channels last, a kernel's tap after the other; as
/// the scale and the shift of each channel that they come to; as numbers of fewer bits (ops/short_weights.hpp); each unit's
/// in a row.
enum class Packing : std::uint8_t {
  plain,
  blocks,
  taps,
  transposed_blocks,
  scales,
  winograd2,
  winograd4,
  bfloat16,
  int8,
  unit_rows
};
inline constexpr int packing_count = 10;

/// What an operator, or a way to compute it, wants of the memory around it.
struct Needs {
  /// Zeros around its first operand; null if none.
  Pads (*halo)(const Op&) = nullptr;
  /// Numbers of scratch while it runs, in either pass; null if none.
  std::int64_t (*scratch)(const Op&, Mode) = nullptr;
  /// How its parameters are packed, and, where that is not as they are, the numbers of its packed weights, behind which
  /// stands a bias per channel.
  Packing packing = Packing::plain;
  std::int64_t (*packed_weights)(const Op&) = nullptr;
  /// Rows of its map, before a pooling, that it makes together: threads share it between these.
  int tile_rows = 1;
  /// Whether it reads neighbouring windows side by side, number by number. Windows a multiple of 4 KiB apart would meet in
  /// the same few sets of a first-level cache.
  bool reads_side_by_side = false;
  /// Whether it reads each number of a residual once, before it writes there: it makes no number of its map twice.
  bool adds_in_place = false;
};

/// The machine that a plan is made for. It is a value of the program and not of an instruction set: the plan, its arena
/// and its packed weights are the same in all of a program's units, whatever they are compiled for.
struct Target {
  int lanes = 8;       // floats in a register
  int registers = 16;  // of a processor with vectors
  std::int64_t l1 = 32_KiB, l2 = 512_KiB;
  int threads = 1;  // that share one prediction
  Mode mode = Mode::inference;
  bool tight_numbers = false;          // whether the network asks for the least error (`TightNumbers`)
  Type dense_weights = Type::float32;  // of large dense layers, as the network asks for (`DenseWeights`)
};

/// What a way to compute an op says of it: whether it can, and in what time, in multiply-adds of one lane.
struct Fit {
  /// The cost of a way that no plan takes unless it is told to.
  static constexpr std::int64_t forced_only = std::int64_t{1} << 62;

  bool fits = true;
  std::int64_t cost = 0;
};

/// A way to compute an operator. Of an operator's list the last one fits every op.
struct Implementation {
  const char* name;
  Fit (*fit)(const Op&, const Target&) = [](const Op& op, const Target&) { return Fit{true, op.macs}; };
  /// What it wants; null: what its operator wants.
  const Needs* needs = nullptr;
};

/// The only way, or the one that is always left: number after number.
inline constexpr Implementation plain_implementation{"plain"};

/// The ways to compute an operator, in order of preference where the cost is the same.
struct Implementations {
  static constexpr int most = 6;
  const Implementation* list[most] = {&plain_implementation};
  int size = 1;

  constexpr Implementations() = default;
  template <class... I>
  constexpr explicit Implementations(const I*... all) : list{all...}, size(sizeof...(I)) {}
  constexpr const Implementation& operator[](int i) const { return *list[i]; }
};

}  // namespace cincel

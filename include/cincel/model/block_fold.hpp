// What is folded into the weights of an operator while they are packed: batch normalisation behind it, pre-processing
// before it.
#pragma once

#include <cincel/core/isa.hpp>
#include <cincel/core/square_root.hpp>
#include <cincel/model/layout.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

namespace impl {

/// What batch normalisation does to channel k: y = scale · x + shift.
struct ChannelScale {
  double scale = 1, shift = 0;
};

/// `gamma`, `beta`, moving mean and moving variance follow one another from parameter `first`.
template <class T>
constexpr ChannelScale normalization_scale(const std::int64_t* at, const T* params, int first, bool center, bool scale,
                                           float epsilon, std::int64_t k) {
  int next = first;
  const double gamma = scale ? static_cast<double>(params[at[next++] + k]) : 1.0;
  const double beta = center ? static_cast<double>(params[at[next++] + k]) : 0.0;
  const double mean = static_cast<double>(params[at[next] + k]);
  const double variance = static_cast<double>(params[at[next + 1] + k]);
  const double s = gamma / square_root(variance + static_cast<double>(epsilon));
  return {s, beta - s * mean};
}

/// Scale and shift that a folded batch normalisation gives to channel k of an operator.
template <class T>
constexpr ChannelScale fold_of(const Op& op, const std::int64_t* at, const T* params, std::int64_t k) {
  if (op.fold.normalization < 0) return {};
  return normalization_scale(at, params, op.fold.normalization, op.fold.center, op.fold.scale, op.fold.epsilon, k);
}

/// What pre-processing does to channel c: an affine map, then, if there are statistics, a normalisation by them.
template <class T>
constexpr ChannelScale input_scale(const ChannelAffine& a, const Fold& f, const std::int64_t* at, const T* params,
                                   std::int64_t c) {
  ChannelScale s{a.scale[c % 4], a.offset[c % 4]};
  if (f.input_statistics < 0) return s;
  const int first = f.input_statistics;
  const double mean = static_cast<double>(params[at[first] + c]);
  const double deviation = square_root(static_cast<double>(params[at[first + 1] + c]));
  const double epsilon = static_cast<double>(f.input_epsilon), d = deviation > epsilon ? deviation : epsilon;
  return {s.scale / d, (s.shift - mean) / d};
}

/// A block of output channels of a convolution or dense operator while its weights are packed: what is folded into each
/// channel, and what the shifts of pre-processing come to.
template <class T>
class BlockFold {
 public:
  constexpr BlockFold(const Op& op, const std::int64_t* at, const T* params, std::int64_t first, std::int64_t size)
      : bias_(op.params > 1 ? params + at[op.param + 1] + first : nullptr), size_(size) {
    for (std::int64_t k = 0; k < size; ++k) fold_[k] = fold_of(op, at, params, first + k);
  }
  /// The folded weight of channel `k` of the block, which reads an input that is scaled by `x`.
  constexpr double weight(std::int64_t k, T w, const ChannelScale& x) {
    const double weight = static_cast<double>(w);
    shift_[k] += weight * x.shift;
    return weight * fold_[k].scale * x.scale;
  }
  /// Writes the folded biases, after all weights.
  template <class U>
  constexpr void pack_bias(U* to) const {
    for (std::int64_t k = 0; k < size_; ++k) {
      const double b = (bias_ != nullptr ? static_cast<double>(bias_[k]) : 0.0) + shift_[k];
      to[k] = static_cast<U>(b * fold_[k].scale + fold_[k].shift);
    }
  }

 private:
  const T* bias_;
  std::int64_t size_;
  ChannelScale fold_[packed_block];
  double shift_[packed_block]{};
};

/// Whether nothing is folded into the weights of a step, which are packed as they are: always so while training.
constexpr bool folds_nothing(const Step& s) {
  return s.op.fold.normalization < 0 && s.op.fold.input_statistics < 0 && s.affine == ChannelAffine{};
}

}  // namespace impl

}  // namespace CINCEL_ISA
}  // namespace cincel

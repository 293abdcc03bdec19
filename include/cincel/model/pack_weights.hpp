// From the parameters of a network, as they are trained and saved, to the packed weights that inference reads:
// batch normalisation and rescaling are folded in here. Plain scalar code, which runs once per model.
#pragma once

#include <cincel/core/isa.hpp>
#include <cincel/core/square_root.hpp>
#include <cincel/kernels/winograd_transforms.hpp>
#include <cincel/model/layout.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

namespace impl {

/// What batch normalisation does to channel k: y = scale · x + shift.
struct ChannelScale {
  double scale = 1, shift = 0;
};

/// `gamma`, `beta`, moving mean and moving variance follow one another from parameter `first`.
template <class Offsets, class T>
constexpr ChannelScale normalization_scale(const Offsets& at, const T* params, int first, bool center, bool scale,
                                           float epsilon, std::int64_t k) {
  auto next = static_cast<std::size_t>(first);
  const double gamma = scale ? static_cast<double>(params[at[next++] + k]) : 1.0;
  const double beta = center ? static_cast<double>(params[at[next++] + k]) : 0.0;
  const double mean = static_cast<double>(params[at[next] + k]);
  const double variance = static_cast<double>(params[at[next + 1] + k]);
  const double s = gamma / square_root(variance + static_cast<double>(epsilon));
  return {s, beta - s * mean};
}

/// Scale and shift that a folded batch normalisation gives to channel k of an operator.
template <class Offsets, class T>
constexpr ChannelScale fold_of(const Op& op, const Offsets& at, const T* params, std::int64_t k) {
  if (op.fold.normalization < 0) return {};
  return normalization_scale(at, params, op.fold.normalization, op.fold.center, op.fold.scale, op.fold.epsilon, k);
}

/// What pre-processing does to channel c: an affine map, then, if there are statistics, a normalisation by them.
template <class Offsets, class T>
constexpr ChannelScale input_scale(const ChannelAffine& a, const Fold& f, const Offsets& at, const T* params,
                                   std::int64_t c) {
  ChannelScale s{a.scale[c % 4], a.offset[c % 4]};
  if (f.input_statistics < 0) return s;
  const auto first = static_cast<std::size_t>(f.input_statistics);
  const double mean = static_cast<double>(params[at[first] + c]);
  const double deviation = square_root(static_cast<double>(params[at[first + 1] + c]));
  const double epsilon = static_cast<double>(f.input_epsilon), d = deviation > epsilon ? deviation : epsilon;
  return {s.scale / d, (s.shift - mean) / d};
}

/// A block of output channels of a convolution or dense operator while its weights are packed: what is folded into each
/// channel, and what the shifts of pre-processing come to.
template <class Offsets, class T>
class BlockFold {
 public:
  constexpr BlockFold(const Op& op, const Offsets& at, const T* params, std::int64_t first, std::int64_t size)
      : bias_(op.params > 1 ? params + at[static_cast<std::size_t>(op.param) + 1] + first : nullptr), size_(size) {
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

/// Weights of a convolution or dense operator, in the order in which they lie, a block of output channels at a time.
template <class Offsets, class T, class U>
constexpr void pack_linear(const Step& step, const Offsets& at, const T* params, U* packed) {
  const Op& op = step.op;
  const std::int64_t all = op.out.channels(), channels = all / op.groups, reduction = reduction_of(op);
  const std::int64_t inputs = op.in.channels() / op.groups;
  const T* weight = params + at[static_cast<std::size_t>(op.param)];
  const bool plain = folds_nothing(step);
  for (std::int64_t group = 0; group < op.groups; ++group) {
    U* to = packed + step.weights + group * packed_size(channels, reduction);
    for (std::int64_t begin = 0; begin < channels; begin += packed_block) {
      const std::int64_t n = channels - begin < packed_block ? channels - begin : packed_block;
      const std::int64_t first = group * channels + begin;
      BlockFold<Offsets, T> block(op, at, params, first, n);
      for (std::int64_t i = 0; i < reduction; ++i) {
        const T* const from = weight + i * all + first;
        U* row = to + packed_index(channels, reduction, i, begin);
        if (plain) {
          for (std::int64_t k = 0; k < n; ++k) row[k] = static_cast<U>(from[k]);
          continue;
        }
        const ChannelScale x = input_scale(step.affine, op.fold, at, params, group * inputs + i % inputs);
        for (std::int64_t k = 0; k < n; ++k) row[k] = static_cast<U>(block.weight(k, from[k], x));
      }
      block.pack_bias(packed + step.bias + first);
    }
  }
}

/// Weights of a convolution by Winograd's transforms, each 3x3 kernel transformed: [K / 32][points][C][32].
template <int M, class Offsets, class T, class U>
constexpr void pack_winograd(const Step& step, const Offsets& at, const T* params, U* packed) {
  constexpr std::int64_t points = (M + 2) * (M + 2);
  const Op& op = step.op;
  const std::int64_t channels = op.out.channels(), inputs = op.in.channels();
  const T* weight = params + at[static_cast<std::size_t>(op.param)];
  for (std::int64_t begin = 0; begin < channels; begin += packed_block) {
    const std::int64_t n = channels - begin < packed_block ? channels - begin : packed_block;
    BlockFold<Offsets, T> block(op, at, params, begin, n);
    for (std::int64_t c = 0; c < inputs; ++c) {
      const ChannelScale x = input_scale(step.affine, op.fold, at, params, c);
      U* to = packed + step.weights + packed_index(channels, points * inputs, c, begin);
      const std::int64_t plane = inputs * packed_width(channels, begin);
      for (std::int64_t k = 0; k < n; ++k) {
        double g[9]{}, u[static_cast<std::size_t>(points)]{};
        for (std::int64_t t = 0; t < 9; ++t) g[t] = block.weight(k, weight[(t * inputs + c) * channels + begin + k], x);
        kernels::winograd_weights<M>(g, u);
        for (std::int64_t p = 0; p < points; ++p) to[p * plane + k] = static_cast<U>(u[p]);
      }
    }
    block.pack_bias(packed + step.bias + begin);
  }
}

/// Weights of a depthwise convolution: [taps][channels], as they lie.
template <class Offsets, class T, class U>
constexpr void pack_depthwise(const Step& step, const Offsets& at, const T* params, U* packed) {
  const Op& op = step.op;
  const std::int64_t channels = op.out.channels(),
                     taps = static_cast<std::int64_t>(op.window.kernel.h) * op.window.kernel.w;
  const T* weight = params + at[static_cast<std::size_t>(op.param)];
  const T* bias = op.params > 1 ? params + at[static_cast<std::size_t>(op.param) + 1] : nullptr;
  for (std::int64_t k = 0; k < channels; ++k) {
    const ChannelScale n = fold_of(op, at, params, k);
    for (std::int64_t i = 0; i < taps; ++i)
      packed[step.weights + i * channels + k] = static_cast<U>(static_cast<double>(weight[i * channels + k]) * n.scale);
    const double b = bias != nullptr ? static_cast<double>(bias[k]) : 0.0;
    packed[step.bias + k] = static_cast<U>(b * n.scale + n.shift);
  }
}

/// Weights of a transposed convolution, from [R][S][K][C] to [R][S][C][K].
template <class Offsets, class T, class U>
constexpr void pack_transpose(const Step& step, const Offsets& at, const T* params, U* packed) {
  const Op& op = step.op;
  const std::int64_t in = op.in.channels(), out = op.out.channels(),
                     taps = static_cast<std::int64_t>(op.window.kernel.h) * op.window.kernel.w;
  const T* weight = params + at[static_cast<std::size_t>(op.param)];
  const T* bias = op.params > 1 ? params + at[static_cast<std::size_t>(op.param) + 1] : nullptr;
  for (std::int64_t t = 0; t < taps; ++t)
    for (std::int64_t k = 0; k < out; ++k)
      for (std::int64_t c = 0; c < in; ++c)
        packed[step.weights + (t * in + c) * out + k] = static_cast<U>(weight[(t * out + k) * in + c]);
  for (std::int64_t k = 0; k < out; ++k) packed[step.bias + k] = bias != nullptr ? static_cast<U>(bias[k]) : U(0);
}

/// Parameters as they are, one after another, each in room for a multiple of `packed_quantum` numbers.
template <class Offsets, class T, class U>
constexpr void pack_plain(const Step& step, const Offsets& at, const T* params, U* packed) {
  U* to = packed + step.weights;
  for (int p = step.op.param; p < step.op.param + step.op.params; ++p) {
    const auto i = static_cast<std::size_t>(p);
    const std::int64_t n = at[i + 1] - at[i];
    for (std::int64_t k = 0; k < n; ++k) to[k] = static_cast<U>(params[at[i] + k]);
    to += round_up(n, packed_quantum);
  }
}

/// The scale and the shift of each channel: of a batch normalisation, or of pre-processing.
template <class Offsets, class T, class U>
constexpr void pack_scales(const Step& step, const Offsets& at, const T* params, U* packed) {
  const Op& op = step.op;
  const bool is_affine = traits_of(op).role == Role::affine;
  Fold f = op.fold;
  if (op.params > 0) f.input_statistics = op.param;
  f.input_epsilon = op.epsilon;
  for (std::int64_t k = 0; k < op.out.channels(); ++k) {
    const ChannelScale n = is_affine ? input_scale(step.affine, f, at, params, k)
                                     : normalization_scale(at, params, op.param, op.center, op.scale, op.epsilon, k);
    packed[step.weights + k] = static_cast<U>(n.scale);
    packed[step.bias + k] = static_cast<U>(n.shift);
  }
}

template <class Offsets, class T, class U>
constexpr void pack_as(Packing packing, const Step& step, const Offsets& at, const T* params, U* packed) {
  switch (packing) {
    case Packing::plain: return pack_plain(step, at, params, packed);
    case Packing::blocks: return pack_linear(step, at, params, packed);
    case Packing::taps: return pack_depthwise(step, at, params, packed);
    case Packing::transposed_taps: return pack_transpose(step, at, params, packed);
    case Packing::scales: return pack_scales(step, at, params, packed);
    case Packing::winograd2: return pack_winograd<2>(step, at, params, packed);
    case Packing::winograd4: return pack_winograd<4>(step, at, params, packed);
  }
}
/// Packs the weights of one step. While training, those of a batch normalisation come from the batch instead.
template <class Offsets, class T, class U>
constexpr void pack_step(const Step& step, const Offsets& at, const T* params, U* packed) {
  pack_as(needs_of(step.op).packing, step, at, params, packed);
}

}  // namespace impl

/// Writes `inference_plan<W>.weights` numbers to `packed` from `ParameterLayout<W>::total` parameters.
template <class W, class T, class U>
constexpr void pack_weights(const T* params, U* packed) {
  static_assert(network_error<W>::ok);  // a wrong network is one error
  static_assert(plan_error<W>::ok);
  if constexpr (!is_wired<W>) return;
  constexpr auto& plan = inference_plan<W>;
  for (std::int64_t i = 0; i < plan.weights; ++i) packed[i] = U(0);
  for (const Step& step : plan.steps) impl::pack_step(step, ParameterLayout<W>::offsets, params, packed);
}

}  // namespace CINCEL_ISA
}  // namespace cincel

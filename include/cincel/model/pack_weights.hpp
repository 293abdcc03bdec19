// From the parameters of a network, as they are trained and saved, to the packed weights that inference reads:
// batch normalisation and rescaling are folded in here. Plain scalar code, which runs once per model.
#pragma once

#include <cincel/kernels/winograd_transforms.hpp>
#include <cincel/model/pack_short_weights.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

namespace impl {

/// Weights of a convolution or dense operator, in the order in which they lie, a block of output channels at a time.
template <class T, class U>
constexpr void pack_linear(const Step& step, const std::int64_t* at, const T* params, U* packed) {
  const Op& op = step.op;
  const std::int64_t all = op.out.channels(), channels = all / op.groups, reduction = reduction_of(op);
  const std::int64_t inputs = op.in.channels() / op.groups;
  const T* weight = params + at[op.param];
  const bool plain = folds_nothing(step);
  for (std::int64_t group = 0; group < op.groups; ++group) {
    U* to = numbers_at(packed, step.weights) + group * packed_size(channels, reduction);
    for (std::int64_t begin = 0; begin < channels; begin += packed_block) {
      const std::int64_t n = channels - begin < packed_block ? channels - begin : packed_block;
      const std::int64_t first = group * channels + begin;
      BlockFold<T> block(op, at, params, first, n);
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
      block.pack_bias(numbers_at(packed, step.bias) + first);
    }
  }
}

/// Weights of a dense operator of few units, each unit's in a row: [units][inputs].
template <class T, class U>
constexpr void pack_unit_rows(const Step& step, const std::int64_t* at, const T* params, U* packed) {
  const std::int64_t units = step.op.out.channels(), row = packed_unit_row(step.op.in.volume());
  BlockFold<T> block(step.op, at, params, 0, units);
  U* const to = numbers_at(packed, step.weights);
  for_weights_of_block(step, at, params, block, 0, units,
                       [&](std::int64_t i, std::int64_t k, double w) { to[k * row + i] = static_cast<U>(w); });
  block.pack_bias(numbers_at(packed, step.bias));
}

/// Weights of a convolution by Winograd's transforms, each 3x3 kernel transformed: [K / 32][points][C][32].
template <int M, class T, class U>
constexpr void pack_winograd(const Step& step, const std::int64_t* at, const T* params, U* packed) {
  constexpr std::int64_t points = (M + 2) * (M + 2);
  const Op& op = step.op;
  const std::int64_t channels = op.out.channels(), inputs = op.in.channels();
  const T* weight = params + at[op.param];
  for (std::int64_t begin = 0; begin < channels; begin += packed_block) {
    const std::int64_t n = channels - begin < packed_block ? channels - begin : packed_block;
    BlockFold<T> block(op, at, params, begin, n);
    for (std::int64_t c = 0; c < inputs; ++c) {
      const ChannelScale x = input_scale(step.affine, op.fold, at, params, c);
      U* to = numbers_at(packed, step.weights) + packed_index(channels, points * inputs, c, begin);
      const std::int64_t plane = inputs * packed_width(channels, begin);
      for (std::int64_t k = 0; k < n; ++k) {
        kernels::winograd_weights<M, double>(
            [&](std::int64_t t) { return block.weight(k, weight[(t * inputs + c) * channels + begin + k], x); },
            [&](std::int64_t point, double u) { to[point * plane + k] = static_cast<U>(u); });
      }
    }
    block.pack_bias(numbers_at(packed, step.bias) + begin);
  }
}

/// Weights of a depthwise convolution: [taps][channels], as they lie.
template <class T, class U>
constexpr void pack_depthwise(const Step& step, const std::int64_t* at, const T* params, U* packed) {
  const Op& op = step.op;
  const std::int64_t channels = op.out.channels(),
                     taps = static_cast<std::int64_t>(op.window.kernel.h) * op.window.kernel.w;
  const T* weight = params + at[op.param];
  const T* bias = op.params > 1 ? params + at[op.param + 1] : nullptr;
  for (std::int64_t k = 0; k < channels; ++k) {
    const ChannelScale n = fold_of(op, at, params, k);
    for (std::int64_t i = 0; i < taps; ++i)
      numbers_at(packed, step.weights)[i * channels + k] =
          static_cast<U>(static_cast<double>(weight[i * channels + k]) * n.scale);
    const double b = bias != nullptr ? static_cast<double>(bias[k]) : 0.0;
    numbers_at(packed, step.bias)[k] = static_cast<U>(b * n.scale + n.shift);
  }
}

/// Weights of a transposed convolution, from [R][S][K][C] to blocks: [K / 32][R][S][C][32].
template <class T, class U>
constexpr void pack_transpose(const Step& step, const std::int64_t* at, const T* params, U* packed) {
  const Op& op = step.op;
  const std::int64_t in = op.in.channels(), out = op.out.channels(), reduction = reduction_of(op);
  const T* weight = params + at[op.param];
  for (std::int64_t begin = 0; begin < out; begin += packed_block) {
    const std::int64_t n = out - begin < packed_block ? out - begin : packed_block;
    BlockFold<T> block(op, at, params, begin, n);
    for (std::int64_t i = 0; i < reduction; ++i) {
      U* row = numbers_at(packed, step.weights) + packed_index(out, reduction, i, begin);
      const T* from = weight + (i / in * out + begin) * in + i % in;
      for (std::int64_t k = 0; k < n; ++k) row[k] = static_cast<U>(block.weight(k, from[k * in], {}));
    }
    block.pack_bias(numbers_at(packed, step.bias) + begin);
  }
}

/// Parameters as they are, one after another, each in room for a multiple of `packed_quantum` numbers.
template <class T, class U>
constexpr void pack_plain(const Step& step, const std::int64_t* at, const T* params, U* packed) {
  U* to = numbers_at(packed, step.weights);
  for (int p = step.op.param; p < step.op.param + step.op.params; ++p) {
    const std::int64_t n = at[p + 1] - at[p];
    for (std::int64_t k = 0; k < n; ++k) to[k] = static_cast<U>(params[at[p] + k]);
    to += round_up(n, packed_quantum);
  }
}

/// The scale and the shift of each channel: of a batch normalisation, or of pre-processing.
template <class T, class U>
constexpr void pack_scales(const Step& step, const std::int64_t* at, const T* params, U* packed) {
  const Op& op = step.op;
  const bool is_affine = op.kind == Kind::channel_affine;
  Fold f = op.fold;
  if (op.params > 0) f.input_statistics = op.param;
  f.input_epsilon = op.epsilon;
  for (std::int64_t k = 0; k < op.out.channels(); ++k) {
    const ChannelScale n = is_affine ? input_scale(step.affine, f, at, params, k)
                                     : normalization_scale(at, params, op.param, op.center, op.scale, op.epsilon, k);
    numbers_at(packed, step.weights)[k] = static_cast<U>(n.scale);
    numbers_at(packed, step.bias)[k] = static_cast<U>(n.shift);
  }
}

template <Packing By, class T, class U>
constexpr void pack_by(const Step& step, const std::int64_t* at, const T* params, U* packed) {
  if constexpr (By == Packing::plain) pack_plain(step, at, params, packed);
  if constexpr (By == Packing::blocks) pack_linear(step, at, params, packed);
  if constexpr (By == Packing::taps) pack_depthwise(step, at, params, packed);
  if constexpr (By == Packing::transposed_blocks) pack_transpose(step, at, params, packed);
  if constexpr (By == Packing::scales) pack_scales(step, at, params, packed);
  if constexpr (By == Packing::winograd2) pack_winograd<2>(step, at, params, packed);
  if constexpr (By == Packing::winograd4) pack_winograd<4>(step, at, params, packed);
  if constexpr (By == Packing::bfloat16) pack_short_weights<Type::bfloat16>(step, at, params, packed);
  if constexpr (By == Packing::int8) pack_short_weights<Type::int8>(step, at, params, packed);
  if constexpr (By == Packing::unit_rows) pack_unit_rows(step, at, params, packed);
}

/// Ways to pack. Code for others than those that a plan uses is not compiled.
struct PackingSet {
  std::uint32_t bits = 0;  // 1 << packing

  constexpr void add(Packing p) { bits |= 1u << static_cast<int>(p); }
  /// Adds the way of a step, unless there is nothing to pack.
  constexpr void add(const Step& s) {
    if (s.packing != Packing::plain || s.op.params > 0) add(s.packing);
  }
  constexpr bool has(Packing p) const { return (bits >> static_cast<int>(p) & 1u) != 0; }
};
inline constexpr PackingSet all_packings{(1u << packing_count) - 1};

/// Packs the weights of one step, in one of the ways `Used`. `at` says where each parameter begins.
template <PackingSet Used = all_packings, class T, class U>
constexpr void pack_as(Packing packing, const Step& step, const std::int64_t* at, const T* params, U* packed) {
  make_opaque(at);  // g++ 14 sees reads behind the offsets of a network without parameters, where no program comes
  cincel::unroll<packing_count>([&](auto i) {
    constexpr auto by = static_cast<Packing>(i());
    if constexpr (Used.has(by))
      if (packing == by) pack_by<by>(step, at, params, packed);
  });
}
/// As its plan says. While training, the weights of a batch normalisation come from the batch instead.
template <PackingSet Used = all_packings, class T, class U>
constexpr void pack_step(const Step& step, const std::int64_t* at, const T* params, U* packed) {
  pack_as<Used>(step.packing, step, at, params, packed);
}
constexpr PackingSet packings_of(const auto& steps) {
  PackingSet used;
  for (const Step& s : steps) used.add(s);
  return used;
}

}  // namespace impl

/// Writes `numbers_in(inference_plan<W>.weight_bytes)` numbers to `packed` from `ParameterLayout<W>::total` parameters.
template <class W, class T, class U>
constexpr void pack_weights(const T* params, U* packed) {
  static_assert(network_error<W>::ok);  // a wrong network is one error
  static_assert(plan_error<W>::ok);
  if constexpr (!is_wired<W>) return;
  constexpr auto& plan = inference_plan<W>;
  for (std::int64_t i = 0; i < numbers_in(plan.weight_bytes); ++i) packed[i] = U(0);
  constexpr auto used = impl::packings_of(plan.steps);
  for (const Step& step : plan.steps) impl::pack_step<used>(step, ParameterLayout<W>::offsets.data(), params, packed);
}

}  // namespace CINCEL_ISA
}  // namespace cincel

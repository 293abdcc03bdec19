// From the parameters of a network, as they are trained and saved, to the packed weights that inference reads:
// batch normalisation and rescaling are folded in here. Plain scalar code, done once a model.
#pragma once

#include <cincel/core/isa.hpp>
#include <cincel/graph/plan.hpp>
#include <cincel/simd/scalar_math.hpp>

namespace cincel::inline CINCEL_ISA {

/// Where each parameter begins in the flat array of all parameters, in their order of declaration.
template <class W>
struct ParameterLayout {
  static constexpr std::size_t count = graph_of<W>.params.size();

  static constexpr auto offsets = [] {
    std::array<std::int64_t, count + 1> at{};
    for (std::size_t i = 0; i < count; ++i) at[i + 1] = at[i] + graph_of<W>.params[i].shape.volume();
    return at;
  }();
  /// Numbers in all parameters, trained or not.
  static constexpr std::int64_t total = offsets[count];
};

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
  const double s = gamma / scalar_math::sqrt(variance + static_cast<double>(epsilon));
  return {s, beta - s * mean};
}

template <class Offsets, class T, class U>
constexpr void pack_linear(const Step& step, const Offsets& at, const T* params, U* packed) {
  const Op& op = step.op;
  const std::int64_t channels = op.out.channels(), reduction = reduction_of(op);
  const T* weight = params + at[static_cast<std::size_t>(op.param)];
  const T* bias = op.params > 1 ? params + at[static_cast<std::size_t>(op.param) + 1] : nullptr;
  for (std::int64_t k = 0; k < channels; ++k) {
    ChannelScale n;
    if (op.fold.normalization >= 0)
      n = normalization_scale(at, params, op.fold.normalization, op.fold.center, op.fold.scale, op.fold.epsilon, k);
    double sum = 0;
    for (std::int64_t i = 0; i < reduction; ++i) {
      const double w = static_cast<double>(weight[i * channels + k]);
      sum += w;
      packed[step.weights + packed_index(channels, reduction, i, k)] =
          static_cast<U>(w * n.scale * static_cast<double>(op.fold.input_scale));
    }
    const double b =
        (bias != nullptr ? static_cast<double>(bias[k]) : 0.0) + sum * static_cast<double>(op.fold.input_offset);
    packed[step.bias + k] = static_cast<U>(b * n.scale + n.shift);
  }
}

}  // namespace impl

/// Writes `inference_plan<W>.weights` numbers to `packed` from `ParameterLayout<W>::total` parameters.
template <class W, class T, class U>
constexpr void pack_weights(const T* params, U* packed) {
  constexpr auto& plan = inference_plan<W>;
  constexpr auto& at = ParameterLayout<W>::offsets;
  for (std::int64_t i = 0; i < plan.weights; ++i) packed[i] = U(0);
  for (const Step& step : plan.steps) {
    if (has_weights(step.op.kind)) impl::pack_linear(step, at, params, packed);
    if (step.op.kind != Kind::batch_normalization) continue;
    for (std::int64_t k = 0; k < step.op.out.channels(); ++k) {
      const auto n = impl::normalization_scale(at, params, step.op.param, step.op.center, step.op.scale, step.op.a, k);
      packed[step.weights + k] = static_cast<U>(n.scale);
      packed[step.bias + k] = static_cast<U>(n.shift);
    }
  }
}

}  // namespace cincel::inline CINCEL_ISA

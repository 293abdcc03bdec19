// What every operator's file specialises: `Operator<Kind>`, with the forward and the backward pass of one step on one
// sample, and what those are given.
#pragma once

#include <cincel/kernels/conv2d_key.hpp>
#include <cincel/kernels/function_gradients.hpp>
#include <cincel/plan/training_plan.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

/// Where a step finds its numbers.
template <class T>
struct Memory {
  const T* const* inputs;
  const T* weights;
  T* arena;
  const Buffer* operands;  // of all steps
};

/// What the code of a step depends on; all other numbers of the step are arguments.
struct StepKey {
  Kind kind = Kind::copy;
  Activation activation = Activation::none;
  std::uint8_t variant = 0;
  kernels::Conv2DKey conv{};
  const UserOps* user = nullptr;
  int operands = 0, parameters = 0;  // of a layer of the user's
};

template <class P>
constexpr StepKey step_key(const Step& s) {
  const Op& op = s.op;
  StepKey key{.kind = op.kind, .activation = op.activation};
  switch (op.kind) {
    case Kind::conv2d: key.conv = kernels::conv2d_key<P>(s); break;
    case Kind::user:
      key.user = op.user;
      key.operands = op.edges;
      key.parameters = op.params;
      break;
    case Kind::average_pooling2d:
    case Kind::pixel_normalization:
    case Kind::resize:
    case Kind::noise: key.variant = op.variant; break;
    default: break;
  }
  return key;
}

/// Coefficients of a batch normalisation's backward pass: dx = a · dz + b · x + e, and the batch's mean.
struct NormalizationGradient {
  const double *mean, *a, *b, *e;
};

/// A gradient that is not zero, and where its partner stands (a pixel's offset, or a channel).
template <class T>
struct Nonzero {
  std::int32_t at;
  T value;
};

/// What an operator needs to train on one sample.
template <class T>
struct SampleContext {
  Memory<T> memory;
  const OperandGradient* gradients;  // of the operands of all steps
  const T* transposed;               // weights as the input's gradients read them
  const T* values;                   // parameters as they are, each at its offset
  T* gradient;                       // of this shard, each parameter at its offset
  const std::int64_t* parameter_at;  // offsets of parameters
  const TrainingStep* steps;         // of the plan: the number of a step is its place there
  const std::int64_t* gradient_at;   // of each step: offset of the gradient of its first parameter
  Nonzero<T>* lists;                 // workspace
  const NormalizationGradient* normalization;
  std::uint64_t seed;
  std::uint32_t step, sample;
};

/// Specialised for every kind of operator, with two templates on <class P, StepKey Key, class T>:
/// `static constexpr void forward(const Step&, const Memory<T>&)` and
/// `static void backward(const TrainingStep&, const SampleContext<T>&)`. `backward` adds to the gradients of parameters, and to dx, which is zero if it is the first to write there.
template <Kind K>
struct Operator;

namespace kernels {

/// The begin of the buffer of operand `e`.
template <class T>
[[gnu::always_inline]] constexpr const Buffer& operand(const Step& s, const Memory<T>& m, int e) {
  return m.operands[s.first_operand + e];
}
template <class T>
[[gnu::always_inline]] constexpr const T* begin_of(const Buffer& b, const Memory<T>& m) {
  return b.external() ? m.inputs[b.input] : m.arena + b.offset;
}
template <class T>
[[gnu::always_inline]] constexpr T* result_of(const Step& s, const Memory<T>& m) {
  return m.arena + s.y.offset;
}

/// The gradient of operand `e` of a step: its buffer, and where it begins, or null if nobody wants it.
template <class T>
struct GradientView {
  const Buffer& buffer;
  T* dx;
};
template <class T>
[[gnu::always_inline]] constexpr GradientView<T> gradient_of(const TrainingStep& t, const SampleContext<T>& c, int e) {
  const OperandGradient& g = c.gradients[t.forward.first_operand + e];
  return {g.dx, g.wanted ? c.memory.arena + g.dx.offset : nullptr};
}
/// Gradient and value of parameter `p` of a step.
template <class T>
[[gnu::always_inline]] constexpr T* parameter_gradient(const TrainingStep& t, const SampleContext<T>& c, int p) {
  return c.gradient + c.parameter_at[t.forward.op.param + p];
}
template <class T>
[[gnu::always_inline]] constexpr const T* parameter_value(const TrainingStep& t, const SampleContext<T>& c, int p) {
  return c.values + c.parameter_at[t.forward.op.param + p];
}

/// Whether the weight gradient of `op` is dense in the output channels, laid out [R·S·C][K] as the weights are.
constexpr bool has_few_channels(const Op& op) {
  return op.kind == Kind::conv2d && op.groups == 1 && reduction_of(op) <= 32;
}
/// Whether a step adds to the gradient of its weights transposed: [channels][reduction].
constexpr bool adds_transposed(const Op& op) { return has_weights(op.kind) && !has_few_channels(op); }
/// The gradient of the weights of a convolution or dense step, laid out so or as the weights are.
template <class T>
[[gnu::always_inline]] constexpr T* weight_gradient(const TrainingStep& t, const SampleContext<T>& c) {
  return c.gradient + c.gradient_at[&t - c.steps];
}

/// Sets n numbers to zero.
template <class T>
constexpr void fill_zero(T* p, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) p[i] = T(0);
}

/// Zeroes the halo of a buffer; arena memory is reused, so its producer does this each time.
template <class T>
constexpr void zero_halo(const Buffer& b, T* begin) {
  const std::int64_t channels = b.map.channels();
  const auto zero = [&](std::int64_t row, std::int64_t first, std::int64_t n) {
    T* p = begin + row * b.row + first * b.pixel;
    if (b.pixel == channels) return fill_zero(p, n * channels);
    for (std::int64_t j = 0; j < n; ++j) fill_zero(p + j * b.pixel, channels);
  };
  const std::int64_t bottom = b.halo.top + b.map.height(), right = b.halo.left + b.map.width();
  for (std::int64_t i = 0; i < b.rows(); ++i) {
    if (i < b.halo.top || i >= bottom) {
      zero(i, 0, b.columns());
    } else {
      zero(i, 0, b.halo.left);
      zero(i, right, b.halo.right);
    }
  }
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

// What a backward pass is given, and what every operator's gradient file specialises: `OperatorGradient<Kind>`, the
// backward pass of one step on one sample.
#pragma once

#include <cincel/kernels/operator.hpp>
#include <cincel/plan/training_plan.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

/// Of each channel the coefficients of a batch normalisation's backward pass: dx = a · dz + b · (x − mean) + e. The batch's
/// mean in two parts, the second of which is what the first rounds away. And those of its forward pass: z = scale · x + shift.
template <class T>
struct NormalizationGradient {
  const T *mean, *mean_rest, *a, *b, *e, *scale, *shift;
};

/// A gradient that is not zero, and where the numbers stand that it is multiplied with (a pixel's offset, or a channel).
template <class T>
struct Nonzero {
  std::int32_t at;
  T value;
};

/// Where the inputs of a point (kernels/point_products.hpp) begin, and their gradients, if anybody wants these.
template <class T>
struct PointPlace {
  const T* x;
  T* dx;
};
/// Room for the gradients of points, and for the place of each.
template <class T>
struct PointRoom {
  T* gradients;
  PointPlace<T>* places;
};

/// What a step that `leaves_rows` leaves of each sample: row r has its inputs from inputs + r · point_pitch(inputs) on,
/// the gradients of its results from gradients + r · point_pitch(results) on. Null: the step leaves none.
template <class T>
struct BatchRows {
  T *inputs = nullptr, *gradients = nullptr;
};

/// What an operator needs to train on one sample.
template <class T>
struct SampleContext {
  Memory<T> memory;
  const OperandGradient* gradients;  // of the operands of all steps
  const T* transposed;               // weights as the input's gradients read them
  const T* values;                   // parameters as they are, each at its offset
  T* gradient;                       // of this shard
  const std::int64_t* parameter_at;  // offsets of parameters
  const std::int64_t* shard_at;      // offsets of their gradients in that of the shard
  const TrainingStep* steps;         // of the plan: the number of a step is its place there
  const std::int64_t* gradient_at;   // of each step: offset of the gradient of its first parameter
  Nonzero<T>* lists;                 // workspace, as the next
  PointRoom<T> points;
  const NormalizationGradient<T>* normalization;
  std::uint64_t seed;
  std::uint32_t step, sample;
  const bool* begins = nullptr;  // of a shard's first sample, of each step: whether its weights' gradient is not there
  const BatchRows<T>* rows = nullptr;  // of each step; null if none leaves any
  std::int64_t row = 0;                // of this sample
};

/// The backward pass, specialised for every kind of operator, with a template on <class P, auto Key, class T>: `static
/// void backward(const TrainingStep&, const SampleContext<T>&)`. It adds to the gradients of parameters, and to dx,
/// which is zero if it is the first to write there. One that takes several samples at once where the engine has them at
/// hand (`TrainingStep::samples`) has `template <class P, auto Key, class T> static void backward_several(const TrainingStep&,
/// const SampleContext<T>*, int n)`. One that `begins_weight_gradient` asks `kernels::begins_weights` whether to write that
/// rather than add to it. One that `leaves_rows` asks `kernels::rows_of` where to, and has `template <class P, class T>
/// static void add_rows(const TrainingStep&, const BatchRows<T>&, std::int64_t n, const MatrixPart&, bool begin, T* dw)`,
/// which adds what the first n rows give, or writes it.
template <Kind K>
struct OperatorGradient;

/// The key of a step for the backward pass `G`, in packs `P`: of the step in training, or as forward.
template <class G, class P>
constexpr auto gradient_key_of(const TrainingStep& t) {
  if constexpr (requires { G::template key<P>(t); })
    return G::template key<P>(t);
  else
    return key_of<G, P>(t.forward);
}

namespace kernels {

/// The gradient of operand `e` of a step: its buffer, and where it begins, or null if nobody wants it.
template <class T>
struct GradientView {
  const Buffer& buffer;
  T* dx;
};
template <class T>
[[gnu::always_inline]] constexpr GradientView<T> gradient_of(const TrainingStep& t, const SampleContext<T>& c, int e) {
  const OperandGradient& g = c.gradients[t.forward.first_operand + e];
  return {g.dx, g.wanted ? numbers_at(c.memory.arena, g.dx.offset) : nullptr};
}
/// The gradient of a step's result; what the step kept for its backward pass; its transposed weights.
template <class T>
[[gnu::always_inline]] constexpr T* result_gradient(const TrainingStep& t, const SampleContext<T>& c) {
  return numbers_at(c.memory.arena, t.dy.offset);
}
template <class T>
[[gnu::always_inline]] constexpr T* saved_of(const TrainingStep& t, const SampleContext<T>& c) {
  return numbers_at(c.memory.arena, t.saved);
}
template <class T>
[[gnu::always_inline]] constexpr const T* transposed_of(const TrainingStep& t, const SampleContext<T>& c) {
  return numbers_at(c.transposed, t.transposed);
}

/// Gradient and value of parameter `p` of a step.
template <class T>
[[gnu::always_inline]] constexpr T* parameter_gradient(const TrainingStep& t, const SampleContext<T>& c, int p) {
  return c.gradient + c.shard_at[t.forward.op.param + p];
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

/// Whether the gradient of a step's weights is not there yet: what these samples give is written.
template <class T>
[[gnu::always_inline]] constexpr bool begins_weights(const TrainingStep& t, const SampleContext<T>& c) {
  return c.begins != nullptr && c.begins[&t - c.steps];
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel

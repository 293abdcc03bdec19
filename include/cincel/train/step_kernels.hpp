// The operators of a training step, forward and backward, as functions, and the tables of these that a step runs by.
#pragma once

#include <cincel/core/random.hpp>
#include <cincel/kernels/gradients.hpp>
#include <cincel/run/program.hpp>
#include <cincel/train/poison.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

template <class P, StepKey Key, class T>
void train_forward(const TrainingStep& t, const SampleContext<T>& c) {
  const Step& s = t.forward;
  if (s.y.halo.any()) kernels::zero_halo(s.y, kernels::result_of(s, c.memory));
  if constexpr (Key.kind == Kind::noise) {
    const auto layer = static_cast<std::uint32_t>(s.op.scope);
    Operator<Kind::noise>::template forward<P, Key>(
        s, c.memory, RandomStream(c.seed, Purpose::dropout, layer, c.step, c.sample), c.memory.arena + t.mask);
  } else if constexpr (Key.kind == Kind::user) {
    OperatorGradient<Kind::user>::template forward_training<P, Key>(t, c);
  } else {
    Operator<Key.kind>::template forward<P, Key>(s, c.memory);
  }
}

template <class P, StepKey Key, class T>
void train_backward(const TrainingStep& t, const SampleContext<T>& c) {
  for (int e = 0; e < t.forward.op.edges; ++e) {
    const OperandGradient& g = c.gradients[t.forward.first_operand + e];
    if (!g.wanted || !g.first) continue;
    if constexpr (Key.kind == Kind::max_pooling2d)
      if (OperatorGradient<Kind::max_pooling2d>::begins_itself(t, c)) continue;
    kernels::fill_zero(c.memory.arena + g.dx.offset, g.dx.size());
  }
  if constexpr (Key.kind == Kind::user && check_arena) {
    if (!Key.user->reads.x || !Key.user->reads.y) return PoisonedBackward<Key, T>(t, c).run();
  }
  OperatorGradient<Key.kind>::template backward<P, Key>(t, c);
}

/// Of each step of a training plan the function that runs it forward, and the one that runs it backward.
template <class P, const auto& plan>
class StepKernels {
  using T = typename P::value_type;
  using Function = void (*)(const TrainingStep&, const SampleContext<T>&);
  static constexpr std::size_t count = plan.steps.size();

  template <std::size_t... I>
  static constexpr std::array<Function, count> make_forward(std::index_sequence<I...>) {
    return {&train_forward<P, step_key<P>(plan.steps[I].forward), T>...};
  }
  template <std::size_t... I>
  static constexpr std::array<Function, count> make_backward(std::index_sequence<I...>) {
    return {&train_backward<P, step_key<P>(plan.steps[I].forward), T>...};
  }

 public:
  static constexpr auto forward = make_forward(std::make_index_sequence<count>{});
  static constexpr auto backward = make_backward(std::make_index_sequence<count>{});
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

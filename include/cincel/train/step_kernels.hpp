// The operators of a training step, forward and backward, as functions, and the tables of these that a step runs by.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/kernels/gradients.hpp>
#include <cincel/kernels/several_samples.hpp>
#include <cincel/run/arena_check.hpp>
#include <cincel/run/program.hpp>
#include <cincel/train/poison.hpp>

#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// Runs one step forward on `n` samples at once by the way `I` of its operator `K`, which can.
template <Kind K, const Implementation* I, class P, auto Key, class T>
void train_forward_at_once(const TrainingStep& t, const SampleContext<T>* c, int n) {
  fixed_array<Memory<T>, most_samples_at_hand> of_samples{};
  for (int i = 0; i < n; ++i) of_samples[i] = c[i].memory;
  run_samples<SeveralSamples<K, I>, P, Key>(t.forward, of_samples.data(), n, c->points.gradients);
}

/// Runs one step forward by the way `I` of its operator `K`; by the operator's gradient where training runs it otherwise
/// than inference.
template <Kind K, const Implementation* I, class P, auto Key, class T>
void train_forward(const TrainingStep& t, const SampleContext<T>& c) {
  using G = OperatorGradient<K>;
  const Step& s = t.forward;
  if constexpr (requires { SeveralSamples<K, I>::takes_one; }) {
    train_forward_at_once<K, I, P, Key>(t, &c, 1);
  } else {
    if (s.y.halo.any()) kernels::zero_halo(s.y, kernels::result_of(s, c.memory));
    if constexpr (requires { G::template forward_training<P, Key>(t, c); })
      G::template forward_training<P, Key>(t, c);
    else
      Operator<K, I>::template forward<P, Key>(s, c.memory);
  }
}

/// Whether the backward pass `G` of a step writes all of its operand's gradient, so that it need not be zeroed before.
template <class G, class T>
bool begins_itself(const TrainingStep& t, const SampleContext<T>& c) {
  if constexpr (requires { G::begins_itself(t, c); })
    return G::begins_itself(t, c);
  else
    return false;
}

/// Zeroes the gradients of operands that a step is the first to add to.
template <class G, class T>
void begin_gradients(const TrainingStep& t, const SampleContext<T>& c) {
  for (int e = 0; e < t.forward.op.edges; ++e) {
    const OperandGradient& g = c.gradients[t.forward.first_operand + e];
    if (g.wanted && g.first && !begins_itself<G>(t, c))
      kernels::fill_zero(numbers_at(c.memory.arena, g.dx.offset), g.dx.size());
  }
}

template <class G, class P, auto Key, class T>
void train_backward(const TrainingStep& t, const SampleContext<T>& c) {
  begin_gradients<G>(t, c);
  if constexpr (check_arena && std::is_same_v<G, OperatorGradient<Kind::user>>) {
    const Reads reads = backward_reads(t.forward.op);
    if (!reads.x || !reads.y) return PoisonedBackward<Key, T>(t, c).run();
  }
  G::template backward<P, Key>(t, c);
}

/// Runs one step forward on `n` samples: on as many at once as it takes.
template <Kind K, const Implementation* I, class P, auto Key, class T>
void train_forward_several(const TrainingStep& t, const SampleContext<T>* c, int n) {
  for (int i = 0; i < n;) {
    const int together = t.samples < n - i ? t.samples : n - i;
    if constexpr (requires { SeveralSamples<K, I>::room(t.forward.op); }) {
      if (together > 1)
        train_forward_at_once<K, I, P, Key>(t, c + i, together);
      else
        train_forward<K, I, P, Key>(t, c[i]);
    } else {
      for (int k = 0; k < together; ++k) train_forward<K, I, P, Key>(t, c[i + k]);
    }
    i += together;
  }
}

/// The same backward; the key is of the backward pass.
template <class G, class P, auto Key, class T>
void train_backward_several(const TrainingStep& t, const SampleContext<T>* c, int n) {
  if constexpr (requires { G::template backward_several<P, Key>(t, c, n); })
    if (t.samples > 1) {
      for (int i = 0; i < n; ++i) begin_gradients<G>(t, c[i]);
      for (int i = 0; i < n; i += t.samples)
        G::template backward_several<P, Key>(t, c + i, t.samples < n - i ? t.samples : n - i);
      return;
    }
  for (int i = 0; i < n; ++i) train_backward<G, P, Key>(t, c[i]);
}

/// Adds to the gradient of a step's weights what rows of samples give, if the step leaves any.
template <class G, class P, class T>
void add_rows(const TrainingStep& t, const BatchRows<T>& rows, std::int64_t n, const MatrixPart& part, bool begin,
              T* dw) {
  if constexpr (requires { G::template add_rows<P>(t, rows, n, part, begin, dw); })
    G::template add_rows<P>(t, rows, n, part, begin, dw);
}

/// Of each step of a training plan the function that runs it forward, the one that runs it backward, and the one that
/// adds what the rows give that it left.
template <class P, const auto& plan>
class StepKernels {
  using T = typename P::value_type;
  using Function = void (*)(const TrainingStep&, const SampleContext<T>&);
  using Rows = void (*)(const TrainingStep&, const BatchRows<T>&, std::int64_t, const MatrixPart&, bool, T*);
  using Several = void (*)(const TrainingStep&, const SampleContext<T>*, int);
  static constexpr std::size_t count = plan.steps.size();

  template <std::size_t I>
  static constexpr Kind kind = plan.steps[I].forward.op.kind;
  template <std::size_t I>
  static constexpr const Implementation* way = implementation_for<P>(plan.steps[I].forward.op);
  template <std::size_t I>
  using G = OperatorGradient<kind<I>>;
  template <std::size_t I>
  using O = Operator<kind<I>, way<I>>;
  template <std::size_t I>
  static constexpr auto forward_key = key_of<O<I>, P>(plan.steps[I].forward);
  template <std::size_t I>
  static constexpr auto backward_key = gradient_key_of<G<I>, P>(plan.steps[I]);

  template <std::size_t... I>
  static constexpr fixed_array<Function, count> make_forward(std::index_sequence<I...>) {
    return {&train_forward<kind<I>, way<I>, P, forward_key<I>, T>...};
  }
  template <std::size_t... I>
  static constexpr fixed_array<Function, count> make_backward(std::index_sequence<I...>) {
    return {&train_backward<G<I>, P, backward_key<I>, T>...};
  }
  template <std::size_t... I>
  static constexpr fixed_array<Rows, count> make_rows(std::index_sequence<I...>) {
    return {&impl::add_rows<G<I>, P, T>...};
  }
  template <std::size_t... I>
  static constexpr fixed_array<Several, count> make_forward_several(std::index_sequence<I...>) {
    return {&train_forward_several<kind<I>, way<I>, P, forward_key<I>, T>...};
  }
  template <std::size_t... I>
  static constexpr fixed_array<Several, count> make_backward_several(std::index_sequence<I...>) {
    return {&train_backward_several<G<I>, P, backward_key<I>, T>...};
  }

 public:
  static constexpr auto forward = make_forward(std::make_index_sequence<count>{});
  static constexpr auto backward = make_backward(std::make_index_sequence<count>{});
  static constexpr auto forward_several = make_forward_several(std::make_index_sequence<count>{});
  static constexpr auto backward_several = make_backward_several(std::make_index_sequence<count>{});
  static constexpr auto add_rows = make_rows(std::make_index_sequence<count>{});
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

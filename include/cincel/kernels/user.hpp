// A layer of the user's own: its functions, called with dense tensors.
#pragma once

#include <cincel/kernels/operator.hpp>

namespace cincel::inline CINCEL_ISA {

template <>
struct Operator<Kind::user> {
  /// The most operands and parameters that a user's layer may have.
  static constexpr int most = 4;

  template <class T>
  struct Pointers {
    const T *x[most]{}, *parameters[most]{};
  };
  template <class T>
  static constexpr std::size_t count(int n) {
    return static_cast<std::size_t>(n < most ? n : most);
  }
  template <class T>
  static constexpr Pointers<T> pointers_of(const Step& s, const Memory<T>& m) {
    Pointers<T> p;
    for (int e = 0; e < s.op.edges && e < most; ++e) {
      const Buffer& b = kernels::operand(s, m, e);
      p.x[e] = kernels::begin_of(b, m) + b.first();
    }
    return p;
  }
  template <class P, StepKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    Pointers<T> p = pointers_of(s, m);
    const T* at = m.weights + s.weights;
    for (int i = 0; i < s.op.params && i < most; ++i) {
      p.parameters[i] = at;
      at += round_up(s.parameter_size[i], packed_quantum);
    }
    Key.user->template forward<T>(
        {{p.x, count<T>(s.op.edges)}, kernels::result_of(s, m), {p.parameters, count<T>(s.op.params)}, {}, s.op});
  }
  template <class P, StepKey Key, class T>
  static void forward_training(const Step& s, const SampleContext<T>& c) {
    Pointers<T> p = pointers_of(s, c.memory);
    T* sums[most]{};
    for (int i = 0; i < s.op.params && i < most; ++i) {
      p.parameters[i] = c.values + c.parameter_at[s.op.param + i];
      sums[i] = c.gradient + c.parameter_at[s.op.param + i];
    }
    Key.user->template forward<T>({{p.x, count<T>(s.op.edges)},
                                   kernels::result_of(s, c.memory),
                                   {p.parameters, count<T>(s.op.params)},
                                   {sums, count<T>(s.op.params)},
                                   s.op});
  }
  template <class P, StepKey Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    Pointers<T> p = pointers_of(s, c.memory);
    T *dx[most]{}, *gradients[most]{};
    for (int e = 0; e < s.op.edges && e < most; ++e) {
      const kernels::GradientView<T> d = kernels::gradient_of(t, c, e);
      dx[e] = d.dx == nullptr ? nullptr : d.dx + d.buffer.first();
    }
    for (int i = 0; i < s.op.params && i < most; ++i) {
      p.parameters[i] = kernels::parameter_value(t, c, i);
      gradients[i] = kernels::parameter_gradient(t, c, i);
    }
    Key.user->template backward<T>({{p.x, count<T>(s.op.edges)},
                                    c.memory.arena + s.y.offset,
                                    c.memory.arena + t.dy.offset,
                                    {dx, count<T>(s.op.edges)},
                                    {p.parameters, count<T>(s.op.params)},
                                    {gradients, count<T>(s.op.params)},
                                    s.op});
  }
};

}  // namespace cincel::inline CINCEL_ISA

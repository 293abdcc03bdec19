// A layer of the user's own while training: its functions, called with dense tensors and where it adds.
#pragma once

#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/user.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct OperatorGradient<Kind::user> {
  using Forward = Operator<Kind::user>;
  static constexpr UserKey key(const Step& s) { return Forward::key(s); }
  template <class T, int N>
  using Pointers = Forward::Pointers<T, N>;

  template <UserKey Key, class T>
  static constexpr auto values_of(const Step& s, const SampleContext<T>& c) {
    Pointers<const T*, Key.parameters> values{};
    for (std::size_t p = 0; p < values.size(); ++p) values[p] = c.values + c.parameter_at[at(s, p)];
    return values;
  }
  /// Where this use adds: not where other uses of a shared layer do.
  template <UserKey Key, class T>
  static constexpr auto sums_of(const TrainingStep& t, const SampleContext<T>& c) {
    Pointers<T*, Key.parameters> sums{};
    T* const first = c.gradient + c.gradient_at[&t - c.steps];
    for (std::size_t p = 0; p < sums.size(); ++p)
      sums[p] = first + (c.parameter_at[at(t.forward, p)] - c.parameter_at[t.forward.op.param]);
    return sums;
  }
  static constexpr std::size_t at(const Step& s, std::size_t p) { return static_cast<std::size_t>(s.op.param) + p; }
  template <class P, UserKey Key, class T>
  static void forward_training(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const auto x = Forward::operands_of<Key>(s, c.memory);
    const auto parameters = values_of<Key>(s, c);
    const auto sums = sums_of<Key>(t, c);
    Key.user->template forward<T>(
        {x, kernels::result_of(s, c.memory), parameters, sums, s.op, Forward::scratch_of(s, c.memory, Mode::training)});
  }
  template <class P, UserKey Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    backward<Key>(t, c, Forward::operands_of<Key>(t.forward, c.memory), kernels::result_of(t.forward, c.memory));
  }
  /// The same with other memory for what was read and made: poison, where a law or a check asks for it.
  template <UserKey Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c, const Pointers<const T*, Key.operands>& x,
                       const T* y) {
    const Step& s = t.forward;
    Pointers<T*, Key.operands> dx{};
    for (std::size_t e = 0; e < dx.size(); ++e) {
      const kernels::GradientView<T> d = kernels::gradient_of(t, c, static_cast<int>(e));
      dx[e] = d.dx == nullptr ? nullptr : d.dx + d.buffer.first();
    }
    const auto parameters = values_of<Key>(s, c);
    const auto gradients = sums_of<Key>(t, c);
    Key.user->template backward<T>({x, y, kernels::result_gradient(t, c), dx, parameters, gradients, s.op,
                                    Forward::scratch_of(s, c.memory, Mode::training)});
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

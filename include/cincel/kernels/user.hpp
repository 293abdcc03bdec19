// A layer of the user's own: its functions, called with dense tensors.
#pragma once

#include <cincel/kernels/operator.hpp>

#include <array>
#include <span>

namespace cincel {
inline namespace CINCEL_ISA {

/// What the code of a layer of the user's own depends on.
struct UserKey {
  const UserOps* user = nullptr;
  int operands = 0, parameters = 0;
};

template <>
struct Operator<Kind::user> {
  static constexpr UserKey key(const Step& s) { return {s.op.user, s.op.edges, s.op.params}; }
  template <class T, int N>
  using Pointers = std::array<T, static_cast<std::size_t>(N)>;

  template <UserKey Key, class T>
  static constexpr auto operands_of(const Step& s, const Memory<T>& m) {
    Pointers<const T*, Key.operands> x{};
    for (std::size_t e = 0; e < x.size(); ++e) {
      const Buffer& b = kernels::operand(s, m, static_cast<int>(e));
      x[e] = kernels::begin_of(b, m) + b.first();
    }
    return x;
  }
  template <class T>
  static constexpr std::span<T> scratch_of(const Step& s, const Memory<T>& m, Mode mode) {
    return {kernels::scratch_of(s, m), static_cast<std::size_t>(scratch_size(s.op, mode))};
  }
  template <class P, UserKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const auto x = operands_of<Key>(s, m);
    Pointers<const T*, Key.parameters> parameters{};
    const T* next = kernels::weights_of(s, m);
    for (std::size_t p = 0; p < parameters.size(); ++p) {
      parameters[p] = next;
      next += round_up(s.parameter_size[p], packed_quantum);
    }
    Key.user->template forward<T>(
        {x, kernels::result_of(s, m), parameters, {}, s.op, scratch_of(s, m, Mode::inference)});
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

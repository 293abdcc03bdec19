// How the graph holds a layer of the user's own: its functions, and what they are given.
#pragma once

#include <cincel/graph/op.hpp>

#include <span>

namespace cincel {

struct OperatorTraits;  // ops/operator_traits.hpp

/// What a user's `forward` is given: operands, parameters in their order of declaration, and where the result goes.
/// All tensors are dense, channels last. While training, `sums[p]` is as long as parameter p and is added up over the
/// samples of a batch: what `update_state` makes a state (a parameter that is not trained) from. At inference it is
/// empty. `scratch` is as long as the layer's `traits` say (needs.scratch), and holds anything.
template <class T>
struct UserForward {
  std::span<const T* const> x;
  T* y;
  std::span<const T* const> parameters;
  std::span<T* const> sums;
  const Op& op;
  std::span<T> scratch = {};
};

/// What a user's `backward` is given. It adds to `dx[e]` (null if nobody wants that gradient) and to `gradients[p]`.
/// It may read x and y only if the layer's `reads` says so.
template <class T>
struct UserBackward {
  std::span<const T* const> x;
  const T* y;
  const T* dy;
  std::span<T* const> dx;
  std::span<const T* const> parameters;
  std::span<T* const> gradients;
  const Op& op;
  std::span<T> scratch = {};
};

/// What a user's `update_state` is given after a step of training: parameters, and the sums over all samples. It is
/// called once for each use of a shared layer, in order, with the sums and the `op` of that use; each call finds the
/// state that the one before left.
template <class T>
struct UserUpdate {
  std::span<T* const> parameters;
  std::span<const T* const> sums;
  std::int64_t samples;
  const Op& op;
};

/// The functions of a layer of the user's own, for either type of number.
struct UserOps {
  Reads reads{};
  const OperatorTraits* traits = nullptr;  // what else the plan shall know of it; null if it does not say
  void (*forward_float)(const UserForward<float>&) = nullptr;
  void (*forward_double)(const UserForward<double>&) = nullptr;
  void (*backward_float)(const UserBackward<float>&) = nullptr;
  void (*backward_double)(const UserBackward<double>&) = nullptr;
  void (*update_float)(const UserUpdate<float>&) = nullptr;
  void (*update_double)(const UserUpdate<double>&) = nullptr;
  const char* name = "";
  const char* lacks = nullptr;  // what the layer does not have, as the end of a sentence; null if it has all

  template <class T>
  constexpr void forward(const UserForward<T>& a) const {
    if constexpr (sizeof(T) == sizeof(float))
      forward_float(a);
    else
      forward_double(a);
  }
  template <class T>
  constexpr void backward(const UserBackward<T>& a) const {
    if constexpr (sizeof(T) == sizeof(float))
      backward_float(a);
    else
      backward_double(a);
  }
  template <class T>
  constexpr void update(const UserUpdate<T>& a) const {
    if constexpr (sizeof(T) == sizeof(float))
      update_float(a);
    else
      update_double(a);
  }
};

namespace detail {
template <class T>
constexpr void no_update(const UserUpdate<T>&) {}

/// What a layer with an operator of its own lacks; null if nothing.
template <class L>
consteval const char* user_ops_lack() {
  if (!requires { Reads{L::reads}; } && !requires { L::traits.reads; })
    return "lacks static constexpr Reads reads, which says what its backward reads";
  if (!requires(const UserForward<float>& a) { L::template forward<float>(a); })
    return "lacks template <class T> static void forward(const UserForward<T>&)";
  if (!requires(const UserBackward<float>& a) { L::template backward<float>(a); })
    return "lacks template <class T> static void backward(const UserBackward<T>&)";
  if (
      requires { &L::template update_state<float>; } &&
      !requires(const UserUpdate<float>& a) { L::template update_state<float>(a); })
    return "has an update_state that is no template <class T> static void update_state(const UserUpdate<T>&)";
  return nullptr;
}

template <class L>
consteval UserOps make_user_ops() {
  if constexpr (user_ops_lack<L>() != nullptr) {
    return {.lacks = user_ops_lack<L>()};
  } else {
    UserOps u{.forward_float = &L::template forward<float>,
              .forward_double = &L::template forward<double>,
              .backward_float = &L::template backward<float>,
              .backward_double = &L::template backward<double>,
              .update_float = &no_update<float>,
              .update_double = &no_update<double>,
              .name = L::keras_name};
    if constexpr (requires { Reads{L::reads}; }) u.reads = L::reads;
    if constexpr (requires { L::traits; }) u.traits = &L::traits;
    if constexpr (requires(const UserUpdate<float>& a) { L::template update_state<float>(a); }) {
      u.update_float = &L::template update_state<float>;
      u.update_double = &L::template update_state<double>;
    }
    return u;
  }
}
}  // namespace detail

/// The functions of a user's layer `L`: `forward<T>`, `backward<T>`, `reads`, and, if it has a state, `update_state<T>`.
/// A layer may have `static constexpr OperatorTraits traits` in place of `reads`, with what the plan shall know of it by
/// the names that Cincel's own operators use (ops/operator_traits.hpp): `reads`, `vanishes`, `demand`, `needs.scratch`,
/// `reach`, `makes_unit_range`, `keeps_unit_range`. All tensors are dense, and are computed whole.
template <class L>
inline constexpr UserOps user_ops = detail::make_user_ops<L>();

}  // namespace cincel

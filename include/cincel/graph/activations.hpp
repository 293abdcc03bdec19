// The activations by name, and what passes must know of each. What they compute stands in kernels/functions.hpp.
#pragma once

#include <cstdint>

namespace cincel {

/// Functions of one number. (Their places are part of fingerprints: new ones go to the end.)
enum class Activation : std::uint8_t {
  none,
  relu,
  clipped_relu,
  leaky_relu,
  elu,
  selu,
  sigmoid,
  tanh,
  hard_sigmoid,
  softplus,
  softsign,
  exponential,
  gelu,
  gelu_tanh,
  silu,
  hard_swish,
  mish,
  hard_tanh,
  tight_tanh,  // tanh with less error, in more time
};

/// Where f(x) lies for any x: anywhere, from 0 to 1, or from 0 to the operator's alpha.
enum class ActivationRange : std::uint8_t { any, unit, to_alpha };

struct ActivationTraits {
  Activation activation;
  bool by_result = false;  // whether f'(x) is a function of f(x)
  bool rising = false;     // whether f never falls, so that the maximum may be taken before it
  ActivationRange range = ActivationRange::any;
  Activation tight = Activation::none;  // what stands for it in a network with `TightNumbers`; none: itself
};

namespace detail {

/// In the order of `Activation`.
inline constexpr ActivationTraits activation_table[]{
    {.activation = Activation::none, .by_result = true, .rising = true},
    {.activation = Activation::relu, .by_result = true, .rising = true},
    {.activation = Activation::clipped_relu, .by_result = true, .rising = true, .range = ActivationRange::to_alpha},
    {.activation = Activation::leaky_relu, .by_result = true, .rising = true},
    {.activation = Activation::elu, .by_result = true, .rising = true},
    {.activation = Activation::selu, .by_result = true, .rising = true},
    {.activation = Activation::sigmoid, .by_result = true, .rising = true, .range = ActivationRange::unit},
    {.activation = Activation::tanh, .by_result = true, .rising = true, .tight = Activation::tight_tanh},
    {.activation = Activation::hard_sigmoid, .by_result = true, .rising = true, .range = ActivationRange::unit},
    {.activation = Activation::softplus, .by_result = true, .rising = true},
    {.activation = Activation::softsign, .by_result = true, .rising = true},
    {.activation = Activation::exponential, .by_result = true, .rising = true},
    {.activation = Activation::gelu},
    {.activation = Activation::gelu_tanh},
    {.activation = Activation::silu},
    {.activation = Activation::hard_swish},
    {.activation = Activation::mish},
    {.activation = Activation::hard_tanh, .by_result = true, .rising = true},
    {.activation = Activation::tight_tanh, .by_result = true, .rising = true},
};
static_assert([] {
  unsigned number = 0;
  for (const ActivationTraits& t : activation_table)
    if (t.activation != static_cast<Activation>(number++)) return false;
  return true;
}());

}  // namespace detail

[[gnu::always_inline]] constexpr const ActivationTraits& traits_of(Activation f) {
  return detail::activation_table[static_cast<unsigned>(f)];
}

}  // namespace cincel

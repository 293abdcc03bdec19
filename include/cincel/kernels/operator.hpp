// What a forward pass is given, and what every operator's file specialises: `Operator`, the forward pass of one step on
// one sample.
#pragma once

#include <cincel/plan/inference_plan.hpp>

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

/// The forward pass of an operator, computed in one of its ways: specialised for each, with
///
///     template <class P, auto Key, class T> static constexpr void forward(const Step&, const Memory<T>&)
///
/// What its code depends on besides pack and numbers is its key: `key(const Step&)`, or `key<P>(const Step&)`. All other
/// facts of the step are arguments, so that many steps share their code. Without a key all steps do.
template <Kind K, const Implementation* I = &plain_implementation>
struct Operator;

struct NoKey {};

/// The key of a step for the forward or backward pass `O`, in packs `P`.
template <class O, class P>
constexpr auto key_of(const Step& s) {
  if constexpr (requires { O::template key<P>(s); })
    return O::template key<P>(s);
  else if constexpr (requires { O::key(s); })
    return O::key(s);
  else
    return NoKey{};
}

namespace kernels {

/// Keys that several operators have: the activation in their epilogue, or another member of `Op`.
struct KeyedByActivation {
  static constexpr Activation key(const Step& s) { return s.op.activation; }
};
template <auto Member>
struct KeyedBy {
  static constexpr auto key(const Step& s) { return s.op.*Member; }
};

/// The buffer of operand `e`. Below: where the numbers of a buffer begin, and those of the result.
template <class T>
[[gnu::always_inline]] constexpr const Buffer& operand(const Step& s, const Memory<T>& m, int e) {
  return m.operands[s.first_operand + e];
}
template <class T>
[[gnu::always_inline]] constexpr const T* begin_of(const Buffer& b, const Memory<T>& m) {
  const T* const space = b.space == Space::input ? m.inputs[b.input] : b.space == Space::weights ? m.weights : m.arena;
  return numbers_at(space, b.offset);
}
template <class T>
[[gnu::always_inline]] constexpr T* result_of(const Step& s, const Memory<T>& m) {
  return numbers_at(m.arena, s.y.offset);
}
/// Where the weights of a step begin as they were packed, its biases, and its scratch.
template <class T>
[[gnu::always_inline]] constexpr const T* weights_of(const Step& s, const Memory<T>& m) {
  return numbers_at(m.weights, s.weights);
}
template <class T>
[[gnu::always_inline]] constexpr const T* bias_of(const Step& s, const Memory<T>& m) {
  return numbers_at(m.weights, s.bias);
}
template <class T>
[[gnu::always_inline]] constexpr T* scratch_of(const Step& s, const Memory<T>& m) {
  return numbers_at(m.arena, s.scratch);
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

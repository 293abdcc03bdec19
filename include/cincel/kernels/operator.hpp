// What a forward pass is given, and what every operator's file specialises: `Operator<Kind>`, the forward pass of one
// step on one sample.
#pragma once

#include <cincel/kernels/conv2d_key.hpp>
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

/// What the code of a step depends on; all other numbers of the step are arguments.
struct StepKey {
  Kind kind = Kind::copy;
  Activation activation = Activation::none;
  std::uint8_t variant = 0;
  kernels::Conv2DKey conv{};
  const UserOps* user = nullptr;
  int operands = 0, parameters = 0;  // of a layer of the user's
};

/// The key of a step, for packs `P`.
template <class P>
constexpr StepKey step_key(const Step& s) {
  const Op& op = s.op;
  StepKey key{.kind = op.kind, .activation = op.activation, .variant = op.variant};
  if (op.kind == Kind::conv2d) key.conv = kernels::conv2d_key<P>(s);
  if (op.user != nullptr) {
    key.user = op.user;
    key.operands = op.edges;
    key.parameters = op.params;
  }
  return key;
}

/// The forward pass, specialised for every kind of operator, with a template on <class P, StepKey Key, class T>:
/// `static constexpr void forward(const Step&, const Memory<T>&)`.
template <Kind K>
struct Operator;

namespace kernels {

/// The buffer of operand `e`. Below: where the numbers of a buffer begin, and those of the result.
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

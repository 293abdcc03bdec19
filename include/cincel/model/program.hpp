// A plan as code: a constexpr table of kernels, each an instance for its step's key, run one after another.
#pragma once

#include <cincel/kernels/conv2d_direct.hpp>
#include <cincel/kernels/dense.hpp>
#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/pooling.hpp>
#include <cincel/kernels/softmax.hpp>

namespace cincel::inline CINCEL_ISA {

/// Where a step finds its numbers.
template <class T>
struct Memory {
  const T* input;
  const T* weights;
  T* arena;
};

/// What the code of a step depends on; all other numbers of the step are arguments.
struct StepKey {
  Kind kind = Kind::copy;
  Activation activation = Activation::none;
  kernels::Conv2DKey conv{};
};

template <class P>
constexpr StepKey step_key(const Op& op) {
  StepKey key{.kind = op.kind, .activation = op.activation};
  if (op.kind == Kind::conv2d) key.conv = kernels::conv2d_key<P>(op);
  return key;
}

namespace impl {

template <class P, kernels::Conv2DKey Key, class T>
constexpr void run_conv2d(const Step& s, const Memory<T>& m, const T* x, T* y) {
  auto a = kernels::conv2d_args<T>(s.op, s.x, s.y);
  a.x = x + kernels::first_window(s.op, s.x);
  a.y = y + s.y.first();
  a.weights = m.weights + s.weights;
  a.bias = m.weights + s.bias;
  a.scratch = m.arena + s.scratch;
  kernels::conv2d_direct<P, Key>(a);
}

/// Runs one step.
template <class P, StepKey Key, class T>
constexpr void run_step(const Step& s, const Memory<T>& m) {
  const T* x = s.x.external ? m.input : m.arena + s.x.offset;
  T* y = m.arena + s.y.offset;
  if (s.y.halo.any()) kernels::zero_halo(s.y, y);
  if constexpr (Key.kind == Kind::conv2d) {
    run_conv2d<P, Key.conv>(s, m, x, y);
  } else if constexpr (Key.kind == Kind::dense) {
    kernels::dense<P, Key.activation>(
        kernels::DenseArgs<T>{x, y, m.weights + s.weights, m.weights + s.bias, s.op.in.volume(), s.op.out.volume()});
  } else if constexpr (Key.kind == Kind::max_pooling2d || Key.kind == Kind::average_pooling2d) {
    kernels::pool2d<P, Key.kind == Kind::max_pooling2d>(s.op.window, s.x, s.y, x, y);
  } else if constexpr (Key.kind == Kind::global_average_pooling2d) {
    kernels::global_average<P>(s.x, x, y + s.y.first());
  } else if constexpr (Key.kind == Kind::batch_normalization) {
    kernels::scale_channels<P, Key.activation>(s.x, s.y, x, y, m.weights + s.weights, m.weights + s.bias);
  } else if constexpr (Key.kind == Kind::rescaling) {
    const T scale = static_cast<T>(s.op.a), offset = static_cast<T>(s.op.b);
    kernels::map_buffer<P>(s.x, s.y, x, y, [=](const P& v) { return multiply_add(v, P(scale), P(offset)); });
  } else if constexpr (Key.kind == Kind::activation) {
    kernels::map_buffer<P>(s.x, s.y, x, y, [](const P& v) { return kernels::activate<Key.activation>(v); });
  } else if constexpr (Key.kind == Kind::softmax) {
    const std::int64_t n = s.y.map.channels();
    for (std::int64_t i = 0; i < s.y.map.height(); ++i)
      for (std::int64_t j = 0; j < s.y.map.width(); ++j)
        kernels::softmax<P>(x + kernels::pixel_at(s.x, i, j), y + kernels::pixel_at(s.y, i, j), n);
  } else {
    static_assert(Key.kind == Kind::copy, "this operator has no inference kernel");
    kernels::map_buffer<P>(s.x, s.y, x, y, [](const P& v) { return v; });
  }
}

}  // namespace impl

/// Networks with fewer multiply-adds than this run as one inlined body: a call through a table would be a
/// measurable part of them. `inline_program<W>` may be specialised for a network of one's own.
inline constexpr std::int64_t inline_macs = 4096;
template <class W>
inline constexpr bool inline_program = inference_plan<W>.macs < inline_macs;

/// The program of network `W` for pack `P`.
template <class W, class P>
struct Program {
  using T = typename P::value_type;
  using Kernel = void (*)(const Step&, const Memory<T>&);
  static constexpr auto& plan = inference_plan<W>;
  static constexpr std::size_t count = plan.steps.size();

  static constexpr void run(const Memory<T>& memory) { run(memory, std::make_index_sequence<count>{}); }

  /// Runs step `i` alone.
  static constexpr void run_one(std::size_t i, const Memory<T>& memory) { table[i](plan.steps[i], memory); }

 private:
  template <std::size_t... I>
  static constexpr void run(const Memory<T>& memory, std::index_sequence<I...>) {
    if constexpr (inline_program<W>) {
      (impl::run_step<P, step_key<P>(plan.steps[I].op)>(plan.steps[I], memory), ...);
    } else {
      for (std::size_t i = 0; i < count; ++i) table[i](plan.steps[i], memory);
    }
  }
  template <std::size_t... I>
  static constexpr std::array<Kernel, count> make_table(std::index_sequence<I...>) {
    return {&impl::run_step<P, step_key<P>(plan.steps[I].op), T>...};
  }
  static constexpr std::array<Kernel, count> table = make_table(std::make_index_sequence<count>{});
};

}  // namespace cincel::inline CINCEL_ISA

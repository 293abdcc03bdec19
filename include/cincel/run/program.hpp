// A plan as code: a constexpr table of kernels, each an instance for its step's key, run one after another.
#pragma once

#include <cincel/kernels/kernels.hpp>
#include <cincel/run/hook.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

namespace impl {

/// Runs one step by the operator `O`.
template <class O, class P, auto Key, class T>
constexpr void run_step(const Step& s, const Memory<T>& m) {
  if (s.y.halo.any()) kernels::zero_halo(s.y, kernels::result_of(s, m));
  O::template forward<P, Key>(s, m);
}

/// The implementation that runs an op in packs `P`: of one lane, which a constant expression has, the plain one, if it
/// can read the weights.
template <class P>
constexpr const Implementation* implementation_for(const Op& op) {
  const bool packed_alike = needs_of(op).packing == traits_of(op).needs.packing;
  return P::size == 1 && packed_alike ? &plain_implementation : &implementation_of(op);
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

  /// Takes the inputs, and runs all steps, each through the hook.
  template <Hook H = NoHook>
  static constexpr void run(const Memory<T>& memory, H&& hook = {}) {
    take_inputs(memory);
    run(memory, hook, std::make_index_sequence<count>{});
  }

  /// Moves inputs that are kept in the arena there; those whose pointer is null are there already.
  static constexpr void take_inputs(const Memory<T>& memory) {
    if constexpr (moves_inputs)
      for (int i = 0; i < plan.inputs.size(); ++i)
        if (!plan.inputs[i].external() && memory.inputs[i] != nullptr) take_input(i, memory.inputs[i], memory.arena);
  }
  /// Input `i` of 8-bit or other numbers as floats in the arena.
  template <class Number>
  static constexpr void take_input(int i, const Number* x, T* arena) {
    const Buffer& b = plan.inputs[i];
    T* y = numbers_at(arena, b.offset);
    kernels::zero_halo(b, y);
    kernels::for_pixels(b.map, dense_buffer(b.map), x, b, y, [&](const Number* from, T* to) {
      for (std::int64_t k = 0; k < b.map.channels(); ++k) to[k] = static_cast<T>(from[k]);
    });
  }

  /// Runs step `i` alone.
  static constexpr void run_one(std::size_t i, const Memory<T>& memory) { table[i](plan.steps[i], memory); }

 private:
  static constexpr bool moves_inputs = [] {
    for (const Buffer& b : plan.inputs)
      if (!b.external()) return true;
    return false;
  }();

  template <class H, std::size_t... I>
  static constexpr void run(const Memory<T>& memory, H& hook, std::index_sequence<I...>) {
    if constexpr (inline_program<W>) {
      (hook(StepNumber<I>{}, [&memory] { impl::run_step<O<I>, P, key<I>>(plan.steps[I], memory); }), ...);
    } else if constexpr (std::is_same_v<std::remove_cvref_t<H>, NoHook>) {
      for (std::size_t i = 0; i < count; ++i) run_one(i, memory);
    } else {
      (hook(StepNumber<I>{}, [&memory] { run_one(I, memory); }), ...);
    }
  }
  template <std::size_t I>
  using O = Operator<plan.steps[I].op.kind, impl::implementation_for<P>(plan.steps[I].op)>;
  template <std::size_t I>
  static constexpr auto key = key_of<O<I>, P>(plan.steps[I]);
  template <std::size_t... I>
  static constexpr std::array<Kernel, count> make_table(std::index_sequence<I...>) {
    return {&impl::run_step<O<I>, P, key<I>, T>...};
  }
  static constexpr std::array<Kernel, count> table = make_table(std::make_index_sequence<count>{});
};

}  // namespace CINCEL_ISA
}  // namespace cincel

// What is called around each step of a program.
#pragma once

#include <cincel/core/isa.hpp>

#include <cstddef>
#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {

/// The number of a step, as a constant: `inference_plan<Net>.steps[Number::value]` is the step.
template <std::size_t I>
using StepNumber = std::integral_constant<std::size_t, I>;

namespace impl {
struct AnyStep {
  void operator()() const;
};
}  // namespace impl

/// Something that is called for each step of a program in place of the step: `hook(StepNumber<i>{}, run)`, where `run()`
/// runs the step, and is to be called once. It measures, counts, compares, prints. The call is a template's, so that a
/// hook which only calls `run()` costs nothing.
template <class H>
concept Hook = requires(H& hook, const impl::AnyStep& run) { hook(StepNumber<0>{}, run); };

/// The hook of a program that has none.
struct NoHook {
  template <std::size_t I, class Run>
  constexpr void operator()(StepNumber<I>, const Run& run) const {
    run();
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

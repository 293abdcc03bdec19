// The hook that stops a program where a step writes what is not its own: on where CINCEL_CHECK_ARENA is.
#pragma once

#include <cincel/plan/inference_plan.hpp>
#include <cincel/run/hook.hpp>

#include <cstdlib>
#include <cstring>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// Whether steps are checked to write nothing but their own output, and backward passes of a
/// user's layer to read nothing but what they say.
#if defined CINCEL_CHECK_ARENA
inline constexpr bool check_arena = true;
#else
inline constexpr bool check_arena = false;
#endif

/// Every step of `plan` may change its result and its scratch in `arena` and nothing else, or the program stops.
template <const auto& plan>
struct ArenaCheck {
  const float* arena;

  template <std::size_t I, class Run>
  void operator()(StepNumber<I>, const Run& run) const {
    const std::uint64_t before = checksum_outside(plan.steps[I]);
    run();
    if (checksum_outside(plan.steps[I]) != before) std::abort();
  }

 private:
  std::uint64_t checksum_outside(const Step& s) const {
    std::uint64_t total = 0;
    const auto inside = [](std::int64_t i, std::int64_t first, std::int64_t n) { return i >= first && i < first + n; };
    for (std::int64_t i = 0; i < plan.arena_bytes; i += float_size)
      if (!inside(i, s.y.offset, s.y.bytes()) && !inside(i, s.scratch, bytes_of(scratch_size(s.op, Mode::inference)))) {
        std::uint32_t bits = 0;
        std::memcpy(&bits, numbers_at(arena, i), sizeof bits);
        total = total * 31 + bits;
      }
    return total;
  }
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

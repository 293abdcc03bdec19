// A plan as code for several samples: steps whose weights are larger than what they do with them for one sample take all
// of them at once; between these each sample goes through, its values in cache.
#pragma once

#include <cincel/kernels/several_samples.hpp>
#include <cincel/run/program.hpp>

#include <algorithm>

namespace cincel {
inline namespace CINCEL_ISA {

/// The program of network `W` for pack `P` and up to `most_samples_at_hand` samples, each with an arena of its own. What it
/// makes of a sample does not depend on the others, nor on how many there are.
template <class W, class P>
class BatchProgram {
  using T = typename P::value_type;
  using Kernel = void (*)(const Step&, const Memory<T>*, int, T*);
  static constexpr auto& plan = inference_plan<W>;
  static constexpr std::size_t count = plan.steps.size();
  struct Together {
    Kernel kernel = nullptr;  // null if each sample goes through the step by itself
    std::int64_t room = 0;
  };

  template <std::size_t I>
  static constexpr Together make() {
    constexpr auto& s = plan.steps[I];
    if constexpr (traits_of(s.op).takes_several(s.op)) {
      constexpr const Implementation* way = impl::implementation_for<P>(s.op);
      using O = Operator<s.op.kind, way>;
      using S = SeveralSamples<s.op.kind, way>;
      if constexpr (requires { S::room(s.op); }) return {&impl::run_samples<S, P, key_of<O, P>(s), T>, S::room(s.op)};
    }
    return {};
  }
  static constexpr auto table = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<Together, count>{make<I>()...};
  }(std::make_index_sequence<count>{});

 public:
  /// Whether there are steps that take several samples, and the numbers of the room that they work in.
  static constexpr bool takes_several = [] {
    return std::any_of(table.begin(), table.end(), [](const Together& t) { return t.kernel != nullptr; });
  }();
  static constexpr std::int64_t room = [] {
    std::int64_t most = 0;
    for (const Together& t : table) most = (std::max)(most, t.room);
    return most;
  }();

  /// Takes the inputs of `n` samples and runs all steps; `space` has `room` numbers. Before a sample goes through a step
  /// by itself, before(step number, sample) is called.
  template <class Before>
  static void run(const Memory<T>* of_samples, int n, T* space, Before before) {
    for (int k = 0; k < n; ++k) Program<W, P>::take_inputs(of_samples[k]);
    for (std::size_t i = 0; i < count;) {
      if (table[i].kernel != nullptr) {
        table[i].kernel(plan.steps[i], of_samples, n, space);
        ++i;
        continue;
      }
      std::size_t end = i + 1;
      while (end < count && table[end].kernel == nullptr) ++end;
      for (int k = 0; k < n; ++k)
        for (std::size_t s = i; s < end; ++s) {
          before(s, k);
          Program<W, P>::run_one(s, of_samples[k]);
        }
      i = end;
    }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel

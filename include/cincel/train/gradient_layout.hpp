// Where the gradients of a shard lie.
#pragma once

#include <cincel/kernels/operator.hpp>
#include <cincel/model/layout.hpp>

namespace cincel::inline CINCEL_ISA {

/// Where the gradients of a shard lie: each parameter's at its offset as the parameter lies, or, of the weights of
/// convolutions and dense operators, [channels][reduction]. How it lies, and how many channels it has, are facts of the
/// use: uses that share a parameter and differ in them add to several places.
template <class Net, OutputBits LeftToLoss = all_outputs>
struct GradientLayout {
  static constexpr std::size_t count = ParameterLayout<Net>::count;
  static constexpr auto& steps = training_plan<Net, LeftToLoss>.steps;
  /// Whether some use adds to the gradient as the parameter lies.
  static constexpr auto is_plain = [] {
    std::array<bool, count> plain{};
    for (const TrainingStep& t : steps)
      for (int p = 0; p < t.forward.op.params; ++p) {
        const int number = t.forward.op.param + p;
        plain[static_cast<std::size_t>(number)] |= p > 0 || !kernels::adds_transposed(t.forward.op);
      }
    return plain;
  }();

  /// A gradient that lies transposed: whose, and where.
  struct Transposed {
    std::size_t parameter = 0;
    std::int64_t channels = 0, at = 0;
  };
  /// The step's own place, or that of the first use that lies alike; -1 where a step has none.
  static constexpr auto place_of_step = [] {
    std::array<int, steps.size()> place{};
    int places = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const Op& op = steps[i].forward.op;
      place[i] = -1;
      if (!kernels::adds_transposed(op)) continue;
      for (std::size_t k = 0; graph_of<Net>.shares && k < i && place[i] < 0; ++k) {
        const Op& other = steps[k].forward.op;
        if (place[k] >= 0 && other.param == op.param && other.out.channels() == op.out.channels()) place[i] = place[k];
      }
      if (place[i] < 0) place[i] = places++;
    }
    return place;
  }();
  static constexpr std::size_t places = [] {
    int end = 0;
    for (const int p : place_of_step) end = p >= end ? p + 1 : end;
    return static_cast<std::size_t>(end);
  }();
  /// All gradients that lie transposed: the first in the parameter's own place, if no other use needs that.
  static constexpr auto transposed = [] {
    std::array<Transposed, places> all{};
    std::array<bool, count> taken = is_plain;
    std::int64_t end = ParameterLayout<Net>::total;
    std::size_t made = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (place_of_step[i] != static_cast<int>(made)) continue;
      const auto p = static_cast<std::size_t>(steps[i].forward.op.param);
      all[made++] = {p, steps[i].forward.op.out.channels(), taken[p] ? end : ParameterLayout<Net>::offsets[p]};
      if (taken[p]) end += graph_of<Net>.params[p].shape.volume();
      taken[p] = true;
    }
    return all;
  }();
  /// Where each step adds to its weights' gradient, if it adds transposed.
  static constexpr auto transposed_at = [] {
    std::array<std::int64_t, steps.size()> at{};
    for (std::size_t i = 0; i < steps.size(); ++i)
      if (place_of_step[i] >= 0) at[i] = transposed[static_cast<std::size_t>(place_of_step[i])].at;
    return at;
  }();
  /// Numbers in all.
  static constexpr std::int64_t total = [] {
    std::int64_t n = ParameterLayout<Net>::total;
    for (const Transposed& t : transposed)
      if (t.at >= ParameterLayout<Net>::total) n += graph_of<Net>.params[t.parameter].shape.volume();
    return n;
  }();
};

}  // namespace cincel::inline CINCEL_ISA

// How many shards a batch is cut into, and where the gradients of each lie.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/core/units.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/model/layout.hpp>

#include <algorithm>

namespace cincel {
inline namespace CINCEL_ISA {

/// The shards' gradients together have no more numbers than this (256 MiB in float32), unless four of them need more.
inline constexpr std::int64_t most_numbers_of_shards = std::int64_t{1} << 26;

/// Into how many shards a batch is cut, if it has as many samples, by the numbers in the gradient of one: 8, or 4 where
/// the gradient has more than 2^23 numbers. It follows from the network alone, never from the threads or the size of a
/// number, so that any number of threads, float and double add up in the same order. A pool works on a shard with one
/// thread: threads beyond the number of shards idle forward and backward, so up to 4 threads work on any network. Fewer
/// than 4 shards would save nothing with Adam, whose undo information (3 numbers a parameter) lies in their memory.
constexpr int shards_for(std::int64_t numbers) { return 8 * numbers <= most_numbers_of_shards ? 8 : 4; }

/// The arenas of samples that are at hand at once, in float32: half of a second-level cache of 512 KiB.
inline constexpr std::int64_t most_bytes_at_hand = 256_KiB;

/// Where the gradients of a shard lie: each parameter's at its offset as the parameter lies, or, of the weights of
/// convolutions and dense operators, [channels][reduction]. How it lies, and how many channels it has, are facts of the
/// use: uses that share a parameter and differ in them add to several places. So do the uses of a shared layer of the
/// user's, because each makes its state from its own sums.
template <class Net, OutputBits LeftToLoss = all_outputs>
struct GradientLayout {
  static constexpr int count = graph_of<Net>.params.size();
  static constexpr auto& plan = training_plan<Net, LeftToLoss>;
  static constexpr auto& steps = plan.steps;
  /// Samples that a thread has at hand, and takes through a step of the plan before the next step: several where a step
  /// wants that, and arenas of several samples are there anyway, or at least four fit in a cache.
  static constexpr int samples_at_hand = [] {
    bool wanted = false;
    for (const TrainingStep& t : steps) wanted = wanted || t.samples > 1;
    if (!wanted) return 1;
    if (plan.normalizations > 0) return most_samples_at_hand;
    const std::int64_t fit = most_bytes_at_hand / (plan.arena_bytes + 1);
    return fit < 4 ? 1 : static_cast<int>((std::min<std::int64_t>)(fit, most_samples_at_hand));
  }();
  static constexpr bool several = samples_at_hand > 1;
  /// Whether each step leaves rows of each sample, from which the gradient of its weights is made for the whole batch. No
  /// other step uses these weights, and no shard has a gradient of them.
  static constexpr auto leaves_rows = [] {
    fixed_array<bool, steps.size()> all{};
    for (int i = 0; i < steps.size(); ++i) {
      const Op& op = steps[i].forward.op;
      all[i] = traits_of(op).leaves_rows(op);
      for (int k = 0; graph_of<Net>.shares && all[i] && k < steps.size(); ++k)
        all[i] = k == i || steps[k].forward.op.params == 0 || steps[k].forward.op.param != op.param;
    }
    return all;
  }();
  static constexpr bool any_rows = std::find(leaves_rows.begin(), leaves_rows.end(), true) != leaves_rows.end();
  /// Whether the gradient of each parameter is made so.
  static constexpr auto is_of_rows = [] {
    fixed_array<bool, count> all{};
    for (int i = 0; i < steps.size(); ++i)
      if (leaves_rows[i]) all[steps[i].forward.op.param] = true;
    return all;
  }();
  /// Where the gradient of each parameter lies among those of a shard, as the parameter lies: one after another.
  static constexpr auto shard_at = [] {
    fixed_array<std::int64_t, count + 1> at{};
    for (int p = 0; p < count; ++p) at[p + 1] = at[p] + (is_of_rows[p] ? 0 : graph_of<Net>.params[p].shape.volume());
    return at;
  }();
  /// Whether some use adds to the gradient as the parameter lies.
  static constexpr auto is_plain = [] {
    fixed_array<bool, count> plain{};
    for (const TrainingStep& t : steps)
      for (int p = 0; p < t.forward.op.params; ++p) {
        const int number = t.forward.op.param + p;
        plain[number] |= p > 0 || !kernels::adds_transposed(t.forward.op);
      }
    return plain;
  }();

  /// A gradient that lies transposed: whose, and where.
  struct Transposed {
    int parameter = 0;
    std::int64_t channels = 0, at = 0;
  };
  /// The step's own place, or that of the first use that lies alike; -1 where a step has none.
  static constexpr auto place_of_step = [] {
    fixed_array<int, steps.size()> place{};
    int places = 0;
    for (int i = 0; i < steps.size(); ++i) {
      const Op& op = steps[i].forward.op;
      place[i] = -1;
      if (!kernels::adds_transposed(op) || leaves_rows[i]) continue;
      for (int k = 0; graph_of<Net>.shares && k < i && place[i] < 0; ++k) {
        const Op& other = steps[k].forward.op;
        if (place[k] >= 0 && other.param == op.param && other.out.channels() == op.out.channels()) place[i] = place[k];
      }
      if (place[i] < 0) place[i] = places++;
    }
    return place;
  }();
  static constexpr int places = [] {
    int end = 0;
    for (const int p : place_of_step) end = p >= end ? p + 1 : end;
    return end;
  }();
  /// All gradients that lie transposed: the first in the parameter's own place, if no other use needs that.
  static constexpr auto transposed = [] {
    fixed_array<Transposed, places> all{};
    fixed_array<bool, count> taken = is_plain;
    std::int64_t end = shard_at[count];
    int made = 0;
    for (int i = 0; i < steps.size(); ++i) {
      if (place_of_step[i] != made) continue;
      const int p = steps[i].forward.op.param;
      all[made++] = {p, steps[i].forward.op.out.channels(), taken[p] ? end : shard_at[p]};
      if (taken[p]) end += graph_of<Net>.params[p].shape.volume();
      taken[p] = true;
    }
    return all;
  }();
  /// Numbers in the parameters as they lie, and in what lies transposed elsewhere.
  static constexpr std::int64_t end_of_transposed = [] {
    std::int64_t end = shard_at[count];
    for (const Transposed& t : transposed)
      if (t.at == end) end += graph_of<Net>.params[t.parameter].shape.volume();
    return end;
  }();

  /// A use of a user's layer that is not the first: it adds the gradients of parameters `first` to `end` - 1, and its
  /// sums for their states, to a block of its own from `at` on, in which they lie as in all parameters.
  struct LaterUse {
    int step = 0;
    int first = 0, end = 0;
    std::int64_t at = 0;
    constexpr std::int64_t place_of(int parameter) const {
      return at + ParameterLayout<Net>::offsets[parameter] - ParameterLayout<Net>::offsets[first];
    }
  };
  static constexpr auto is_later_use = [] {
    fixed_array<bool, steps.size()> later{};
    for (int i = 0; graph_of<Net>.shares && i < steps.size(); ++i) {
      const Op& op = steps[i].forward.op;
      for (int k = 0; k < i && op.kind == Kind::user; ++k) {
        const Op& other = steps[k].forward.op;
        later[i] |=
            other.kind == Kind::user && other.param < op.param + op.params && op.param < other.param + other.params;
      }
    }
    return later;
  }();
  /// All of these, their blocks one after another behind all else.
  static constexpr auto later_uses = [] {
    fixed_array<LaterUse, std::count(is_later_use.begin(), is_later_use.end(), true)> all{};
    std::int64_t at = end_of_transposed;
    int made = 0;
    for (int i = 0; i < steps.size(); ++i) {
      if (!is_later_use[i]) continue;
      const Op& op = steps[i].forward.op;
      all[made] = {i, op.param, op.param + op.params, at};
      at = all[made].place_of(all[made].end);
      ++made;
    }
    return all;
  }();
  /// Where each step adds to the gradient of its first parameter.
  static constexpr auto gradient_at = [] {
    fixed_array<std::int64_t, steps.size()> at{};
    for (int i = 0; i < steps.size(); ++i)
      at[i] = place_of_step[i] >= 0 ? transposed[place_of_step[i]].at : shard_at[steps[i].forward.op.param];
    for (const LaterUse& u : later_uses) at[u.step] = u.at;
    return at;
  }();
  /// Whether each step, where it takes several samples, writes the gradient of its weights before it adds to that: nobody
  /// else adds there.
  static constexpr auto begins = [] {
    fixed_array<bool, steps.size()> all{};
    for (int i = 0; i < steps.size(); ++i) {
      const OperatorTraits& traits = traits_of(steps[i].forward.op);
      all[i] = place_of_step[i] >= 0 && traits.begins_weight_gradient && steps[i].samples > 1 &&
               std::count(place_of_step.begin(), place_of_step.end(), place_of_step[i]) == 1;
    }
    return all;
  }();
  /// Numbers in the gradient of a shard.
  static constexpr std::int64_t total = [] {
    if (later_uses.empty()) return end_of_transposed;
    const LaterUse& last = later_uses[later_uses.size() - 1];
    return last.place_of(last.end);
  }();
  /// Numbers in all gradients that a step makes: those of a shard, and those that are made for the whole batch.
  static constexpr std::int64_t numbers = total + ParameterLayout<Net>::total - shard_at[count];
};

}  // namespace CINCEL_ISA
}  // namespace cincel

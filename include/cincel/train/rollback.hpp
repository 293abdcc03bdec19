// A step of training is done whole or not at all: what it changes is kept until it is done.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/model/non_finite.hpp>
#include <cincel/train/optimizers.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// The parameters that `compute_gradients` itself may change: moving statistics, and what users' layers call state.
template <class Net>
inline constexpr auto changed_by_gradients = [] {
  constexpr auto& g = graph_of<Net>;
  fixed_array<bool, g.params.size()> changed{};
  for (int p = 0; p < changed.size(); ++p) changed[p] = !g.params[p].trainable;
  for (const Op& op : g.ops)
    if (op.kind == Kind::user)
      for (int p = op.param; p < op.param + op.params; ++p) changed[p] = true;
  return changed;
}();

/// Those parameters as they were.
template <class Net, class T>
class KeptStates {
  using Layout = ParameterLayout<Net>;

 public:
  void keep(const T* values) {
    kept_.clear();
    for (std::size_t p = 0; p < Layout::count; ++p)
      if (changed_by_gradients<Net>[p])
        kept_.insert(kept_.end(), values + Layout::offsets[p], values + Layout::offsets[p + 1]);
  }
  void restore(T* values) const {
    auto from = kept_.begin();
    for (std::size_t p = 0; p < Layout::count; ++p)
      if (changed_by_gradients<Net>[p]) {
        const auto n = Layout::offsets[p + 1] - Layout::offsets[p];
        std::copy(from, from + n, values + Layout::offsets[p]);
        from += n;
      }
  }

 private:
  std::vector<T> kept_;
};

/// What was found not to be finite.
struct NotFinite {
  std::string what;
};

/// "the loss is NaN", of a loss that is not finite.
inline std::string spell_loss(const char* name, double loss) {
  return std::string(name) + (std::isnan(loss) ? " is NaN" : " is infinite");
}

/// The end of a sentence about what is not finite: the first of these samples that has such a number itself, if any. A
/// feed that fills makes them once more.
template <class Portion>
std::string spell_sample_to_blame(const Portion& samples, std::int64_t inputs) {
  for (std::int64_t i = 0; i < samples.size(); ++i)
    if (!all_finite(samples.take_inputs(i, 0), inputs))
      return ": sample " + std::to_string(samples.sample(i)) + " of " + samples.name +
             " has a number that is NaN or infinite";
  return "";
}

/// Names the first gradient that is not finite, or else the first state; empty if all are finite.
template <class Net, class Engine>
std::string non_finite_result(Engine& engine) {
  using Layout = ParameterLayout<Net>;
  constexpr std::size_t count = Layout::count;
  std::array<bool, 2 * count> broken{};  // gradients, then states
  engine.pool().run(static_cast<int>(count), [&](int i, int) {
    const auto p = static_cast<std::size_t>(i);
    const std::int64_t n = Layout::offsets[p + 1] - Layout::offsets[p];
    broken[p] = Engine::params[p].trainable && !all_finite(engine.gradient(p), n);
    broken[count + p] = changed_by_gradients<Net>[p] && !all_finite(engine.parameter(p), n);
  });
  const auto first = static_cast<std::size_t>(std::find(broken.begin(), broken.end(), true) - broken.begin());
  if (first == broken.size()) return {};
  return (first < count ? "the gradient of " : "the state ") + std::string(parameter_names<Net>[first % count].view()) +
         " is not finite";
}

/// Throws NotFinite if the loss, a gradient or a state that `compute_gradients` changed is not finite, with the sample
/// of the batch that is to blame, if one has such a number itself.
template <class Net, class Engine, class Portion>
void check_finite(Engine& engine, double loss, const Portion& batch) {
  const std::string result = non_finite_result<Net>(engine);
  const bool good = std::isfinite(loss);
  if (good && result.empty()) return;
  std::string what = good ? "" : spell_loss("the loss", loss);
  if (!good && !result.empty()) what += ", and ";
  throw NotFinite{what + result + spell_sample_to_blame(batch, Engine::inputs)};
}

/// The parts of the trainable parameters that threads update: of an optimiser that takes any part of one some numbers,
/// otherwise each parameter whole.
template <class Net, class Optimizer>
class UpdatedParts {
  using Layout = ParameterLayout<Net>;
  static constexpr std::int64_t at_once = 1 << 14;
  static constexpr auto first_part = [] {
    fixed_array<std::int64_t, Layout::count + 1> first{};
    for (std::size_t p = 0; p < Layout::count; ++p) {
      const std::int64_t n = Layout::offsets[p + 1] - Layout::offsets[p];
      const std::int64_t parts = updates_each_number<Optimizer> ? (n + at_once - 1) / at_once : 1;
      first[p + 1] = first[p] + (graph_of<Net>.params[p].trainable ? parts : 0);
    }
    return first;
  }();

 public:
  static constexpr std::int64_t count = first_part[Layout::count];
  /// The parameter of a part.
  static std::size_t parameter(std::int64_t part) {
    return static_cast<std::size_t>(std::upper_bound(first_part.begin(), first_part.end(), part) - first_part.begin()) -
           1;
  }
  /// Where it begins among all parameters, and its numbers.
  static std::int64_t begin(std::int64_t part) {
    const std::size_t p = parameter(part);
    return Layout::offsets[p] + (part - first_part[p]) * at_once;
  }
  static std::int64_t size(std::int64_t part) {
    const std::int64_t left = Layout::offsets[parameter(part) + 1] - begin(part);
    return updates_each_number<Optimizer> ? (std::min)(left, at_once) : left;
  }
};

/// Applies an optimiser to all parameters, each with `Optimizer::slot_count` arrays of numbers of its own. If `update`
/// throws, or makes a number that is not finite where these are refused (`NotFinite`), everything is put back and the
/// exception comes out. Where neither can be, nothing is kept for that.
template <class Net, class Engine, class Optimizer, class Slots>
void apply_or_restore(Engine& engine, const Optimizer& optimizer, Slots& slot_arrays, std::int64_t t,
                      NonFinite non_finite) {
  using T = typename Engine::T;
  using Parts = UpdatedParts<Net, Optimizer>;
  constexpr std::size_t arrays = Optimizer::slot_count + 1;
  const bool keeps = !updates_each_number<Optimizer> || non_finite == NonFinite::refuse;
  T* const kept = keeps ? engine.scratch(int{arrays}) : nullptr;
  enum : unsigned char { untouched, updated, broken };
  std::vector<unsigned char> state(static_cast<std::size_t>(Parts::count), untouched);
  const auto array = [&](std::size_t i, std::int64_t at) {
    return (i == 0 ? engine.values() : slot_arrays[i - 1].data()) + at;
  };
  const auto kept_array = [&](std::size_t i, std::int64_t at) {
    return kept + static_cast<std::int64_t>(i) * ParameterLayout<Net>::total + at;
  };
  try {
    engine.pool().run(static_cast<int>(Parts::count), [&](int part, int) {
      const std::int64_t at = Parts::begin(part), n = Parts::size(part);
      for (std::size_t i = 0; keeps && i < arrays; ++i) std::copy_n(array(i, at), n, kept_array(i, at));
      unsigned char& now = state[static_cast<std::size_t>(part)];
      now = updated;
      std::array<T*, arrays> slot{};
      for (std::size_t i = 1; i < arrays; ++i) slot[i - 1] = array(i, at);
      optimizer.update(array(0, at), engine.gradients() + at, slot.data(), n, t);
      for (std::size_t i = 0; non_finite == NonFinite::refuse && i < arrays; ++i)
        if (!all_finite(array(i, at), n)) now = broken;
    });
    const auto first = std::find(state.begin(), state.end(), broken);
    if (first != state.end())
      throw NotFinite{"the update of " +
                      std::string(parameter_names<Net>[Parts::parameter(first - state.begin())].view()) +
                      " makes a number that is not finite"};
  } catch (...) {
    for (std::int64_t part = 0; keeps && part < Parts::count; ++part)
      for (std::size_t i = 0; state[static_cast<std::size_t>(part)] != untouched && i < arrays; ++i)
        std::copy_n(kept_array(i, Parts::begin(part)), Parts::size(part), array(i, Parts::begin(part)));
    throw;
  }
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
